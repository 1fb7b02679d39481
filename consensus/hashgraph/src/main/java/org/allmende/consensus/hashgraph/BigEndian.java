package org.allmende.consensus.hashgraph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Longs in arrays, most significant byte first. */
final class BigEndian {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static long getLong(byte[] content, int at) {
        return (long) LONG.get(content, at);
    }

    static void putLong(byte[] content, int at, long value) {
        LONG.set(content, at, value);
    }
}
