package org.allmende.ledger.encoding;

import java.util.Map;

/**
 * Which types can be encoded, and the one encoding of each: Borsh over records, sealed interfaces, enums,
 * {@link Bytes}, strings, whole numbers, booleans, lists, sorted maps and optionals.
 */
public final class Schema {
    private Schema() {}

    /** The schema without open interfaces. */
    public static Schema standard() {
        throw new UnsupportedOperationException();
    }

    /**
     * A schema that also knows an open interface: one byte of tag, then the encoding of the sealed interface (or
     * record) under that tag.
     */
    public <T> Schema with(Class<T> open, Map<Integer, Class<? extends T>> byTag) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalArgumentException when the type, or one it holds, cannot be encoded: says which component and why */
    public <T> Codec<T> codec(Class<T> type) {
        throw new UnsupportedOperationException();
    }
}
