package org.allmende.ledger.encoding;

/** How values of one type are written and read. Made by {@link Schema}; safe for use by many threads. */
public interface Codec<T> {
    /**
     * The one encoding of {@code value}.
     *
     * @throws IllegalArgumentException when a component is over its limit: a bug of the caller, who makes values
     */
    Bytes encode(T value);

    /**
     * The value these bytes are the encoding of. Allocates no more than a small multiple of their length.
     *
     * @throws MalformedException when there is none: bytes left over or missing, an unknown tag, a size over its
     *     limit, an encoding that is not the canonical one, or a value its record's constructor refuses
     */
    T decode(Bytes bytes) throws MalformedException;

    /** As {@link #decode}, for bytes this process wrote itself: that they are malformed is a fault of the store. */
    default T decodeTrusted(Bytes bytes) {
        try {
            return decode(bytes);
        } catch (MalformedException e) {
            throw new IllegalStateException("stored bytes cannot be read: " + e.getMessage(), e);
        }
    }
}
