package org.allmende.ledger.encoding;

/** Makes {@link KeyCodec}s. */
public final class OrderedKeys {
    private OrderedKeys() {}

    /** @throws IllegalArgumentException when the record cannot be a key: says which component and why */
    public static <K extends Record> KeyCodec<K> of(Class<K> type) {
        throw new UnsupportedOperationException();
    }
}
