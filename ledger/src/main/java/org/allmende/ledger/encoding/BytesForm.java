package org.allmende.ledger.encoding;

/** {@link Bytes} of variable size: a u32 length, then the bytes. */
final class BytesForm extends Form {
    private final int max;
    private final String where;

    BytesForm(int max, String where) {
        this.max = max;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        Bytes bytes = (Bytes) value;
        Limit.check(where, "bytes", bytes.length(), max);
        out.writeInt(bytes.length());
        out.writeBytes(bytes.unsafeArray());
    }

    @Override
    Object read(Reader in) throws MalformedException {
        return in.readBytes(in.readCount(max, 1, where));
    }

    @Override
    long leastNow() {
        return Integer.BYTES;
    }
}
