package org.allmende.ledger.encoding;

import java.io.IOException;

/**
 * Where bytes come from, one after the other: a method reference to a file's or a connection's {@code read}. The
 * core reads from it without knowing what it is.
 */
@FunctionalInterface
public interface ByteSource {
    /**
     * Puts the next bytes into the array, at least one and at most {@code length}.
     *
     * @return how many, or -1 at the end
     */
    int read(byte[] bytes, int offset, int length) throws IOException;
}
