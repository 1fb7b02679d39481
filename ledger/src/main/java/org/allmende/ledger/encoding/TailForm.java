package org.allmende.ledger.encoding;

/** Bytes of variable size at the very end of a key: as they are, to the last. */
final class TailForm extends Form {
    private final int max;
    private final String where;

    TailForm(int max, String where) {
        this.max = max;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        Bytes bytes = (Bytes) value;
        Limit.check(where, "bytes", bytes.length(), max);
        out.writeBytes(bytes.unsafeArray());
    }

    @Override
    Object read(Reader in) throws MalformedException {
        if (in.remaining() > max) {
            throw new MalformedException("byte " + in.position() + ": " + where + " holds " + in.remaining()
                    + ", at most " + max + " are allowed");
        }
        return in.readBytes(in.remaining());
    }

    @Override
    long leastNow() {
        return 0;
    }
}
