package org.allmende.ledger.table;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows in the order of their keys, to be read. */
public interface TableView<K, V> {
    Optional<V> get(K key);

    long size();

    /**
     * Visits rows from {@code from}, inclusive, to {@code to}, exclusive, ascending; null: from the first, to the
     * last. The table must not be changed meanwhile.
     */
    void ascend(@Nullable K from, @Nullable K to, Visitor<K, V> visitor);

    /** As {@link #ascend}, from the row below {@code to} down to {@code from}. */
    void descend(@Nullable K from, @Nullable K to, Visitor<K, V> visitor);

    /** The first row at or after {@code from}, or of the table. */
    default Optional<Row<K, V>> first(@Nullable K from) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Row<K, V>[] found = new Row[1];
        ascend(from, null, (key, value) -> {
            found[0] = new Row<>(key, value);
            return false;
        });
        return Optional.ofNullable(found[0]);
    }

    /**
     * A row with its key.
     *
     * @param <K> what the keys of the table are
     * @param <V> what its rows are
     */
    record Row<K, V>(K key, V value) {}

    /**
     * Is shown rows, one after the other.
     *
     * @param <K> what the keys of the table are
     * @param <V> what its rows are
     */
    interface Visitor<K, V> {
        /** @return false to stop */
        boolean visit(K key, V value);
    }
}
