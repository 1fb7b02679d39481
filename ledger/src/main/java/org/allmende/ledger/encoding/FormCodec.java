package org.allmende.ledger.encoding;

/** A tree of forms as the codec of its root. */
final class FormCodec<T> implements Codec<T>, KeyCodec<T> {
    /** Room made before anything is written of a value of unknown size: most fit, and it is soon garbage. */
    private static final int ROOM_FIRST = 64;

    private final Form root;
    private final int room;

    FormCodec(Form root) {
        this.root = root;
        long most = root.isFixed() ? root.least() : Math.max(ROOM_FIRST, root.least());
        this.room = (int) Math.min(Integer.MAX_VALUE / 2, most);
    }

    @Override
    public Bytes encode(T value) {
        Bytes atHand = root.atHand(value);
        if (atHand != null) {
            return atHand;
        }
        Writer out = new Writer(room);
        root.write(out, value);
        return out.finish();
    }

    @Override
    @SuppressWarnings("unchecked")
    public T decode(Bytes bytes) throws MalformedException {
        Reader in = new Reader(bytes);
        T value = (T) root.read(in);
        in.requireEnd();
        return value;
    }
}
