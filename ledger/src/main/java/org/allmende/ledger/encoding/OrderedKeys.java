package org.allmende.ledger.encoding;

/**
 * Makes {@link KeyCodec}s of records. The bytes of two keys, compared unsigned, sort as their components do, the
 * first that differs deciding.
 *
 * <table>
 * <caption>What is written</caption>
 * <tr><td>boolean</td><td>one byte, 0 or 1</td></tr>
 * <tr><td>byte, short, int, long</td><td>1, 2, 4, 8 bytes, big-endian; never negative</td></tr>
 * <tr><td>enum</td><td>one byte, the constant's {@link Tag}; sorts by it</td></tr>
 * <tr><td>{@code @Fixed(n) Bytes}</td><td>n bytes</td></tr>
 * <tr><td>{@code @Max(n) Bytes}, at the very end of the key</td><td>as they are</td></tr>
 * <tr><td>{@code @Max(n) Bytes}, anywhere else</td><td>zero as 00 FF, then 00 00</td></tr>
 * <tr><td>{@code @Max(n) String}</td><td>its UTF-8 bytes as such; sorts by them, that is by code points</td></tr>
 * <tr><td>record</td><td>its components in order</td></tr>
 * </table>
 *
 * <p>Because variable bytes stand as they are at the end, the encodings of all keys that begin with given components
 * are a range, and a prefix of the last component is a prefix of the bytes.
 */
public final class OrderedKeys {
    private OrderedKeys() {}

    /**
     * The codec of keys of this type. Encoding a negative number or what is over its limit is refused with an
     * {@link IllegalArgumentException}.
     *
     * @throws IllegalArgumentException when the record cannot be a key: says which component and why
     */
    public static <K extends Record> KeyCodec<K> of(Class<K> type) {
        return new FormCodec<>(new KeyForms().ofRecord(type, true));
    }
}
