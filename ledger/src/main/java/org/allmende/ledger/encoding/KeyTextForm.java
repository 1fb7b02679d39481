package org.allmende.ledger.encoding;

/** A string of a key: its UTF-8 bytes, in the form that bytes have in its place. */
final class KeyTextForm extends Form {
    private final Form bytes;
    private final String where;

    KeyTextForm(Form bytes, String where) {
        this.bytes = bytes;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        bytes.write(out, Bytes.wrap(Utf8.bytes((String) value, where)));
    }

    @Override
    Object read(Reader in) throws MalformedException {
        byte[] content = ((Bytes) bytes.read(in)).unsafeArray();
        return Utf8.read(content, 0, content.length, where);
    }

    @Override
    long leastNow() {
        return bytes.leastNow();
    }
}
