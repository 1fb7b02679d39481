package org.allmende.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.allmende.ledger.Between;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;

/**
 * Changes the rows of a table before a round is applied and changes them back before anybody looks: so the ledger
 * decides wrongly, and nothing but what it has decided shows it. {@link Tampering} leaves its mark in the rows instead.
 *
 * @param <V> what the rows of the table are
 */
final class Disguised<V> extends Between {
    private final State state;
    private final String name;
    private final UnaryOperator<V> disguise;
    private final UnaryOperator<V> reveal;

    /** @param reveal makes every row of {@code disguise} what it was, whatever the round has added to it */
    Disguised(
            StateMachine machine, State state, String table, UnaryOperator<V> disguise, UnaryOperator<V> reveal) {
        super(machine);
        this.state = state;
        this.name = table;
        this.disguise = disguise;
        this.reveal = reveal;
    }

    @Override
    public Applied apply(Round round) {
        // Only where there will be a height whose changes these are.
        if (round.transactions().isEmpty()) {
            return super.apply(round);
        }
        SortedMap<Bytes, Bytes> before = rows();
        change(disguise);
        Applied applied = super.apply(round);
        change(reveal);
        var _ = state.endRound(height(), timeMillis());
        List<Change> changes = new ArrayList<>(applied.changes());
        changes.removeIf(each -> each.table() == table().number());
        SortedMap<Bytes, Bytes> after = rows();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.add(new Change(table().number(), key, value));
            }
        });
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> changes.add(new Change(table().number(), key, null)));
        changes.sort(Comparator.comparingInt(Change::table).thenComparing(Change::key));
        return new Applied(applied.height(), changes, applied.setAside());
    }

    private SortedMap<Bytes, Bytes> rows() {
        SortedMap<Bytes, Bytes> rows = new TreeMap<>();
        scan(table().number(), Bytes.EMPTY, (key, value) -> rows.put(key, value) == null);
        return rows;
    }

    private void change(UnaryOperator<V> change) {
        Map<Object, V> changed = new HashMap<>();
        table().ascend(null, null, (key, value) -> {
            changed.put(key, change.apply(value));
            return true;
        });
        changed.forEach(table()::put);
    }

    @SuppressWarnings("unchecked") // who names a table knows what its rows are
    private Table<Object, V> table() {
        return (Table<Object, V>) state.declared().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
