package org.allmende.ledger.encoding;

/** {@link Bytes} of one size, without a length: as Borsh's {@code [u8; N]}, and in keys. */
final class FixedBytesForm extends Form {
    private final int size;
    private final String where;

    FixedBytesForm(int size, String where) {
        this.size = size;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        out.writeBytes(atHand(value).unsafeArray());
    }

    @Override
    Bytes atHand(Object value) {
        Bytes bytes = (Bytes) value;
        if (bytes.length() != size) {
            throw new IllegalArgumentException(where + " is " + size + " bytes, not " + bytes.length());
        }
        return bytes;
    }

    @Override
    boolean isFixed() {
        return true;
    }

    @Override
    Object read(Reader in) throws MalformedException {
        return in.readBytes(size);
    }

    @Override
    long leastNow() {
        return size;
    }
}
