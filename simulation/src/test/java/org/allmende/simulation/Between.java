package org.allmende.simulation;

import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** Stands between an engine and a ledger, and passes everything on; a bug is planted by passing on something else. */
class Between implements StateMachine {
    private final StateMachine machine;

    Between(StateMachine machine) {
        this.machine = machine;
    }

    @Override
    public void restore(Iterable<Entry> rows) {
        machine.restore(rows);
    }

    @Override
    public void ahead(Bytes transaction) {
        machine.ahead(transaction);
    }

    @Override
    public Applied apply(Round round) {
        return machine.apply(round);
    }

    @Override
    public void scan(int table, Bytes fromKey, RowVisitor visitor) {
        machine.scan(table, fromKey, visitor);
    }

    @Override
    public int[] tables() {
        return machine.tables();
    }

    @Override
    public long height() {
        return machine.height();
    }

    @Override
    public long timeMillis() {
        return machine.timeMillis();
    }

    @Override
    public long nextExpectedMillis() {
        return machine.nextExpectedMillis();
    }

    @Override
    public @Nullable Bytes row(int table, Bytes key) {
        return machine.row(table, key);
    }
}
