package org.allmende.ledger.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes. Whoever writes a few bytes at known places calls {@link #claim} and fills them in. */
final class Writer {
    /** The longest array that every Java machine can make. */
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] buffer;
    private int length;
    private int depth;

    Writer(int capacity) {
        buffer = new byte[capacity];
    }

    /** Makes room for {@code count} more bytes and returns the place of the first; they are in {@link #buffer}. */
    int claim(int count) {
        int from = length;
        if (count > buffer.length - from) {
            grow(count);
        }
        length = from + count;
        return from;
    }

    private void grow(int count) {
        long needed = (long) length + count;
        if (needed > BYTES_MAX) {
            throw new IllegalArgumentException("an encoding has at most " + BYTES_MAX + " bytes");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(BYTES_MAX, Math.max(needed, 2L * buffer.length)));
    }

    /** Valid until the next {@link #claim}. */
    byte[] buffer() {
        return buffer;
    }

    void writeByte(int value) {
        int at = claim(1);
        buffer[at] = (byte) value;
    }

    void writeShort(short value) {
        int at = claim(Short.BYTES);
        SHORT.set(buffer, at, value);
    }

    void writeInt(int value) {
        int at = claim(Integer.BYTES);
        INT.set(buffer, at, value);
    }

    void writeLong(long value) {
        int at = claim(Long.BYTES);
        LONG.set(buffer, at, value);
    }

    void writeBytes(byte[] bytes) {
        int at = claim(bytes.length);
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
    }

    /** Called at the beginning of a record, and {@link #leave} at its end. */
    void enter() {
        if (++depth > Schema.DEPTH_MAX) {
            throw new IllegalArgumentException("records are nested more than " + Schema.DEPTH_MAX + " deep");
        }
    }

    void leave() {
        depth--;
    }

    /** What was written; nothing may be written after. */
    Bytes finish() {
        return Bytes.wrap(length == buffer.length ? buffer : Arrays.copyOf(buffer, length));
    }
}
