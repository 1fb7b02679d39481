package org.allmende.ledger;

import java.util.Optional;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an engine and its state machine, and passes everything on; a bug is planted by passing on something
 * else. Used as the machine behind it is: by one engine, on its threads.
 */
public class Between implements StateMachine {
    private final StateMachine machine;

    /** @param machine the real one, to which everything goes that is not overridden */
    public Between(StateMachine machine) {
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
    public long epoch() {
        return machine.epoch();
    }

    @Override
    public Optional<NextRoster> next() {
        return machine.next();
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
