package org.allmende.ledger.timer;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;

/** The timers of all applications, in the order in which they come due. Apply thread only. */
public final class TimerTable {
    private final Table<Due, Set> table;

    /** @param application the tag under which the ledger declares its own tables */
    public TimerTable(Tables tables, int application, int number) {
        table = tables.declare(
                application, number, "timers", OrderedKeys.of(Due.class), Schema.standard().codec(Set.class));
    }

    /** An application's timers as it sees them. */
    public Timers of(int application) {
        return new Timers() {
            @Override
            public void set(Timer timer) {
                table.put(Due.of(application, timer), Set.IT_IS);
            }

            @Override
            public void clear(Timer timer) {
                table.remove(Due.of(application, timer));
            }
        };
    }

    /** When the next one is due, or {@link Long#MAX_VALUE}. */
    public long nextMillis() {
        return table.first(null).map(row -> row.key().dueMillis()).orElse(Long.MAX_VALUE);
    }

    /**
     * Those due at {@code nowMillis}, in order, at most {@link Limits#TIMERS_PER_ROUND_MAX}. What one of them sets
     * anew, due at once, waits for the next round.
     */
    public List<Due> due(long nowMillis) {
        List<Due> due = new ArrayList<>();
        table.ascend(null, null, (key, value) -> {
            boolean isDue = key.dueMillis() <= nowMillis && due.size() < Limits.TIMERS_PER_ROUND_MAX;
            if (isDue) {
                due.add(key);
            }
            return isDue;
        });
        return due;
    }

    /** Unsets it. @return false when it is not set any more: another that fired before it has cleared it */
    public boolean take(Due due) {
        if (table.get(due).isEmpty()) {
            return false;
        }
        table.remove(due);
        return true;
    }

    /** A row's key: sorts by time, then application, then name. */
    public record Due(
            long dueMillis, int application, @Max(Limits.TIMER_NAME_BYTES_MAX) Bytes name) {
        static Due of(int application, Timer timer) {
            return new Due(timer.dueMillis(), application, timer.name());
        }

        public Timer timer() {
            return new Timer(dueMillis, name);
        }
    }

    /** A row's value: that it is there says it all. */
    public record Set() {
        static final Set IT_IS = new Set();
    }
}
