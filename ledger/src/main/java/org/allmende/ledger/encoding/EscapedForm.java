package org.allmende.ledger.encoding;

/**
 * Bytes of variable size inside a key. A zero is written as 00 FF, and 00 00 ends them: the end sorts below every
 * byte that could follow instead, so that bytes sort before those they begin.
 */
final class EscapedForm extends Form {
    private static final int END = 0x00;
    private static final int ZERO = 0xff;

    private final int max;
    private final String where;

    EscapedForm(int max, String where) {
        this.max = max;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        byte[] bytes = ((Bytes) value).unsafeArray();
        Limit.check(where, "bytes", bytes.length, max);
        int zeros = 0;
        for (byte each : bytes) {
            zeros += each == 0 ? 1 : 0;
        }
        int at = out.claim(Math.addExact(bytes.length, zeros + 2));
        byte[] buffer = out.buffer();
        for (byte each : bytes) {
            buffer[at++] = each;
            if (each == 0) {
                buffer[at++] = (byte) ZERO;
            }
        }
        buffer[at] = 0;
        buffer[at + 1] = END;
    }

    @Override
    Object read(Reader in) throws MalformedException {
        int from = in.position();
        int size = 0;
        while (in.readUnsignedByte() != 0 || escapes(in)) {
            size++;
        }
        if (size > max) {
            throw new MalformedException(
                    "byte " + from + ": " + where + " holds " + size + ", at most " + max + " are allowed");
        }
        byte[] bytes = new byte[size];
        for (int i = 0, at = from; i < size; i++, at++) {
            bytes[i] = in.content()[at];
            at += bytes[i] == 0 ? 1 : 0;
        }
        return Bytes.wrap(bytes);
    }

    /** After a zero: whether it stands for itself, or is the end. */
    private boolean escapes(Reader in) throws MalformedException {
        int next = in.readUnsignedByte();
        if (next != END && next != ZERO) {
            throw in.wrongByte(where, "has a zero followed by " + next + ", neither end nor escape");
        }
        return next == ZERO;
    }

    @Override
    long leastNow() {
        return 2;
    }
}
