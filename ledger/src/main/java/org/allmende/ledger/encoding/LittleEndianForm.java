package org.allmende.ledger.encoding;

/** Borsh's bool, i8, i16, i32, i64. */
final class LittleEndianForm extends WholeForm {
    private final String where;

    LittleEndianForm(Whole whole, String where) {
        super(whole);
        this.where = where;
    }

    @Override
    void writeWhole(Writer out, long value) {
        switch (whole) {
            case BOOLEAN, BYTE -> out.writeByte((int) value);
            case SHORT -> out.writeShort((short) value);
            case INT -> out.writeInt((int) value);
            case LONG -> out.writeLong(value);
        }
    }

    @Override
    long readWhole(Reader in) throws MalformedException {
        return switch (whole) {
            case BOOLEAN -> readBit(in, where);
            case BYTE -> (byte) in.readUnsignedByte();
            case SHORT -> in.readShort();
            case INT -> in.readInt();
            case LONG -> in.readLong();
        };
    }

    /** A byte that is 0 or 1: any other would be a second encoding of true. */
    static int readBit(Reader in, String where) throws MalformedException {
        int bit = in.readUnsignedByte();
        if (bit > 1) {
            throw in.wrongByte(where, "is 0 or 1, not " + bit);
        }
        return bit;
    }
}
