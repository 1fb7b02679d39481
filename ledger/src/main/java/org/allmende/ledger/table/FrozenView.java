package org.allmende.ledger.table;

import java.util.List;

/** The roots of all tables at one height. */
final class FrozenView implements View {
    private final long height;
    private final long timeMillis;
    private final List<StateTable<?, ?>> tables;
    private final Tree.Frozen[] rowsBySlot;

    /** @param tables by number */
    FrozenView(long height, long timeMillis, List<StateTable<?, ?>> tables) {
        this.height = height;
        this.timeMillis = timeMillis;
        this.tables = tables;
        this.rowsBySlot = new Tree.Frozen[tables.size()];
        for (StateTable<?, ?> table : tables) {
            rowsBySlot[table.declaration.slot()] = table.freeze();
        }
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    /** @throws IllegalArgumentException when the table is of another state, or was declared after this view */
    @Override
    public <K, V> TableView<K, V> of(Table<K, V> table) {
        if (!(table instanceof StateTable<K, V> known) || !tables.contains(known)) {
            throw new IllegalArgumentException("this view does not know table " + table.name());
        }
        return new FrozenTable<>(known.declaration, rows(known));
    }

    /** By number. */
    List<StateTable<?, ?>> tables() {
        return tables;
    }

    Tree.Frozen rows(StateTable<?, ?> table) {
        return rowsBySlot[table.declaration.slot()];
    }
}
