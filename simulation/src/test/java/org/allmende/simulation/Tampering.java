package org.allmende.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.allmende.ledger.Between;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;

/**
 * Reaches into the ledger's own tables between rounds, and makes of what a round has changed what a bug would have
 * made of it: so bugs of the ledger are planted without a place for them in the ledger.
 */
final class Tampering extends Between {
    private final State state;
    private final Bug bug;
    private final Map<Object, Object> seen = new HashMap<>();

    /** What is made of the rows of the ledger. */
    interface Bug {
        void plant(Tampering rows);
    }

    Tampering(StateMachine machine, State state, Bug bug) {
        super(machine);
        this.state = state;
        this.bug = bug;
    }

    @Override
    public Applied apply(Round round) {
        // Only where there will be a height whose changes these are.
        if (!round.transactions().isEmpty()) {
            bug.plant(this);
        }
        return super.apply(round);
    }

    /**
     * Puts something else into every row of the table of this name.
     *
     * @param change is given a row as it was left the last time, at first as it is, and as it is
     */
    @SuppressWarnings("unchecked") // who names a table knows what its rows are
    <V> void change(String name, BinaryOperator<V> change) {
        Table<Object, V> table = (Table<Object, V>) state.declared().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<Object, V> rows = new HashMap<>();
        table.ascend(null, null, (key, value) -> {
            rows.put(key, value);
            return true;
        });
        rows.forEach((key, now) -> {
            V changed = change.apply((V) seen.getOrDefault(key, now), now);
            if (!changed.equals(now)) {
                table.put(key, changed);
            }
            seen.put(key, changed);
        });
    }
}
