package org.allmende.ledger.encoding;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which types can be encoded, and the one encoding of each: Borsh (borsh.io) over records.
 *
 * <table>
 * <caption>What is written</caption>
 * <tr><td>record</td><td>its components in order</td></tr>
 * <tr><td>sealed interface of records</td><td>one byte, the record's {@link Tag}; then the record</td></tr>
 * <tr><td>open interface</td><td>one byte, the tag given to {@link #with}; then what is under it</td></tr>
 * <tr><td>enum</td><td>one byte, the constant's {@link Tag}</td></tr>
 * <tr><td>boolean</td><td>one byte, 0 or 1</td></tr>
 * <tr><td>byte, short, int, long</td><td>1, 2, 4, 8 bytes, little-endian, two's complement</td></tr>
 * <tr><td>{@code @Fixed(n) Bytes}</td><td>n bytes</td></tr>
 * <tr><td>{@code @Max(n) Bytes}</td><td>four bytes, the length, little-endian; then the bytes</td></tr>
 * <tr><td>{@code @Max(n) String}</td><td>the same, in UTF-8</td></tr>
 * <tr><td>{@code @Max(n) List<T>}</td><td>four bytes, the count; then the elements</td></tr>
 * <tr><td>{@code @Max(n) SortedMap<K, V>}</td><td>four bytes, the count; then key and value by turns, the keys
 *     ascending: strings by their bytes, enums by tag, all else by {@code compareTo}</td></tr>
 * <tr><td>{@code Optional<T>}</td><td>a byte 0; or a byte 1 and the value</td></tr>
 * </table>
 *
 * <p>A record may hold its own kind through a list, an optional or a choice. Immutable; safe for use by many threads.
 */
public final class Schema {
    /** How deep records may be nested in each other, the outermost counted: past it nothing is written or read. */
    public static final int DEPTH_MAX = 32;

    private static final Schema STANDARD = new Schema(Map.of());

    /** The cases of the open interfaces. */
    private final Map<Class<?>, SortedMap<Integer, Class<?>>> open;

    private final Map<Class<?>, Codec<?>> codecs = new ConcurrentHashMap<>();

    private Schema(Map<Class<?>, SortedMap<Integer, Class<?>>> open) {
        this.open = open;
    }

    /** The schema without open interfaces. */
    public static Schema standard() {
        return STANDARD;
    }

    /**
     * A schema that also knows an open interface: one byte of tag, then the encoding of the sealed interface (or
     * record) under that tag.
     *
     * @throws IllegalArgumentException when {@code open} is not an open interface, is known already or has no cases; a
     *     tag is not 0 to 255; or a case is neither record nor sealed interface of records
     */
    public <T> Schema with(Class<T> open, Map<Integer, Class<? extends T>> byTag) {
        String name = open.getSimpleName();
        if (!open.isInterface() || open.isSealed()) {
            throw new IllegalArgumentException(name + " is not an open interface");
        }
        if (byTag.isEmpty()) {
            throw new IllegalArgumentException(name + " needs at least one case");
        }
        SortedMap<Integer, Class<?>> cases = new TreeMap<>();
        byTag.forEach((tag, type) -> {
            SchemaForms.records(type);
            cases.put(Tags.check(tag, name), type);
        });
        Map<Class<?>, SortedMap<Integer, Class<?>>> more = new HashMap<>(this.open);
        if (more.put(open, cases) != null) {
            throw new IllegalArgumentException(name + " is in this schema already");
        }
        return new Schema(more);
    }

    /**
     * The codec of a type; always the same one.
     *
     * @throws IllegalArgumentException when the type, or one it holds, cannot be encoded: says which component and why
     */
    @SuppressWarnings("unchecked")
    public <T> Codec<T> codec(Class<T> type) {
        Codec<?> known = codecs.get(type);
        if (known == null) {
            // Not computeIfAbsent: making a codec may initialise a class that asks for codecs of its own.
            codecs.putIfAbsent(type, new FormCodec<>(new SchemaForms(open).make(type)));
            known = codecs.get(type);
        }
        return (Codec<T>) Objects.requireNonNull(known);
    }
}
