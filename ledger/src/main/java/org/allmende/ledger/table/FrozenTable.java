package org.allmende.ledger.table;

/** A table of a {@link FrozenView}. */
final class FrozenTable<K, V> extends TypedRows<K, V> {
    private final Tree.Frozen rows;

    FrozenTable(Declaration<K, V> declaration, Tree.Frozen rows) {
        super(declaration);
        this.rows = rows;
    }

    @Override
    Node root() {
        return rows.root();
    }

    @Override
    public long size() {
        return rows.size();
    }
}
