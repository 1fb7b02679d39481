package org.allmende.ledger.table;

/** All tables as of one height, frozen. Any thread. */
public interface View {
    long height();

    /** Agreed time of that height, milliseconds since 1970. */
    long timeMillis();

    <K, V> TableView<K, V> of(Table<K, V> table);
}
