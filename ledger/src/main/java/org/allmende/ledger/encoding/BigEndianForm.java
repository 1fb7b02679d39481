package org.allmende.ledger.encoding;

/** A whole number of a key: big-endian and never negative, so that unsigned bytes sort as the numbers do. */
final class BigEndianForm extends WholeForm {
    private final String where;

    BigEndianForm(Whole whole, String where) {
        super(whole);
        this.where = where;
    }

    @Override
    void writeWhole(Writer out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(where + " is part of a key and cannot be negative: " + value);
        }
        int at = out.claim(whole.size());
        byte[] buffer = out.buffer();
        for (int shift = 8 * (whole.size() - 1); shift >= 0; shift -= 8) {
            buffer[at++] = (byte) (value >> shift);
        }
    }

    @Override
    long readWhole(Reader in) throws MalformedException {
        if (whole == Whole.BOOLEAN) {
            return LittleEndianForm.readBit(in, where);
        }
        int from = in.take(whole.size());
        if (in.content()[from] < 0) {
            throw new MalformedException("byte " + from + ": " + where + " is part of a key and cannot be negative");
        }
        long value = 0;
        for (int i = from; i < from + whole.size(); i++) {
            value = value << 8 | in.content()[i] & 0xff;
        }
        return value;
    }
}
