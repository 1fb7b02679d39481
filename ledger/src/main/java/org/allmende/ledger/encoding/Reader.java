package org.allmende.ledger.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes to be read from the first to the last, none of them trusted. */
final class Reader {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] content;
    private int position;
    private int depth;

    Reader(Bytes bytes) {
        content = bytes.unsafeArray();
    }

    int remaining() {
        return content.length - position;
    }

    /** Passes over {@code count} bytes and returns the place of the first in {@link #content}. */
    int take(int count) throws MalformedException {
        int from = position;
        if (count > content.length - from) {
            throw new MalformedException("byte " + from + ": " + count + " more bytes are needed, "
                    + (content.length - from) + " are left");
        }
        position = from + count;
        return from;
    }

    /** The bytes being read; only {@link #take taken} ones may be looked at, and none written. */
    byte[] content() {
        return content;
    }

    int readUnsignedByte() throws MalformedException {
        return content[take(1)] & 0xff;
    }

    short readShort() throws MalformedException {
        return (short) SHORT.get(content, take(Short.BYTES));
    }

    int readInt() throws MalformedException {
        return (int) INT.get(content, take(Integer.BYTES));
    }

    long readLong() throws MalformedException {
        return (long) LONG.get(content, take(Long.BYTES));
    }

    Bytes readBytes(int count) throws MalformedException {
        int from = take(count);
        return Bytes.wrap(Arrays.copyOfRange(content, from, from + count));
    }

    /**
     * The u32 that Borsh puts before whatever has a variable size, held against the limit and against the bytes
     * that are left, so that nobody allocates for what cannot come.
     *
     * @param least fewest bytes of one of the counted things, at least 1
     */
    int readCount(int max, long least, String where) throws MalformedException {
        int from = position;
        long count = Integer.toUnsignedLong(readInt());
        if (count > max) {
            throw new MalformedException(at(from, where) + "holds " + count + ", at most " + max + " are allowed");
        }
        if (count > remaining() / least) {
            throw new MalformedException(
                    at(from, where) + "holds " + count + ", only " + remaining() + " bytes are left");
        }
        return (int) count;
    }

    /** Called at the beginning of a record, and {@link #leave} at its end. */
    void enter() throws MalformedException {
        if (++depth > Schema.DEPTH_MAX) {
            throw new MalformedException(
                    "byte " + position + ": records are nested more than " + Schema.DEPTH_MAX + " deep");
        }
    }

    void leave() {
        depth--;
    }

    void requireEnd() throws MalformedException {
        if (position < content.length) {
            throw new MalformedException("byte " + position + ": " + remaining() + " bytes are left over");
        }
    }

    /** For the one byte before the current place, which was read and found wrong. */
    MalformedException wrongByte(String where, String why) {
        return new MalformedException(at(position - 1, where) + why);
    }

    int position() {
        return position;
    }

    private static String at(int position, String where) {
        return "byte " + position + ": " + where + " ";
    }
}
