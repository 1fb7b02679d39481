package org.allmende.ledger.encoding;

import java.io.IOException;

/**
 * Where bytes go, one after the other: a method reference to a file's or a connection's {@code write}. The core
 * writes to it without knowing what it is.
 */
@FunctionalInterface
public interface ByteSink {
    /** Takes these bytes, and copies what it keeps: the caller uses the array again. */
    void write(byte[] bytes, int offset, int length) throws IOException;
}
