package org.allmende.ledger.table;

/** Rows that the apply thread reads and writes. Values are immutable records. */
public interface Table<K, V> extends TableView<K, V> {
    /** The table's stable number: the application's tag times 256 plus its own, see {@link Tables#declare}. */
    int number();

    String name();

    void put(K key, V value);

    /** No effect when there is no such row. */
    void remove(K key);
}
