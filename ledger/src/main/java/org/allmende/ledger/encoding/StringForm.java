package org.allmende.ledger.encoding;

/** A string: a u32 count of bytes, then UTF-8. */
final class StringForm extends Form {
    private final int max;
    private final String where;

    StringForm(int max, String where) {
        this.max = max;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        String text = (String) value;
        int size = Utf8.size(text, where);
        Limit.check(where, "bytes of UTF-8", size, max);
        out.writeInt(size);
        int at = out.claim(size);
        Utf8.write(text, out.buffer(), at);
    }

    @Override
    Object read(Reader in) throws MalformedException {
        int size = in.readCount(max, 1, where);
        int from = in.take(size);
        return Utf8.read(in.content(), from, size, where);
    }

    @Override
    long leastNow() {
        return Integer.BYTES;
    }
}
