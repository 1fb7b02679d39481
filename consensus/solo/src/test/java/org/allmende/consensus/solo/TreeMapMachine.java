package org.allmende.consensus.solo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** A state machine of two tables: its own height and time, and every transaction with the height it came at. */
final class TreeMapMachine implements StateMachine {
    static final int OWN = 0;
    static final int TRANSACTIONS = 3;
    private static final Bytes NOW = Bytes.utf8("now");

    /** All rounds since this object was made, in the order of their application. */
    final List<Round> rounds = new CopyOnWriteArrayList<>();

    final List<Bytes> ahead = new CopyOnWriteArrayList<>();

    private final Map<Integer, TreeMap<Bytes, Bytes>> tables = new TreeMap<>();
    private final long heartbeatMillis;
    private volatile long height;
    private volatile long timeMillis;
    private volatile Consumer<Round> beforeApply = round -> {};
    private volatile Supplier<List<Entry>> beginning = List::of;

    /** Expects a round this long after the last, and drops empty ones that come earlier; 0: expects none. */
    TreeMapMachine(long heartbeatMillis) {
        this.heartbeatMillis = heartbeatMillis;
    }

    static TreeMapMachine quiet() {
        return new TreeMapMachine(0);
    }

    TreeMapMachine before(Consumer<Round> hook) {
        beforeApply = hook;
        return this;
    }

    /** Where no rows are kept, it begins with these. */
    TreeMapMachine beginningWith(Supplier<List<Entry>> rows) {
        beginning = rows;
        return this;
    }

    /** Rows of this height and time, with one transaction of the height 1. */
    static List<Entry> rowsOf(long height, long timeMillis, String transaction) {
        return List.of(
                new Entry(OWN, NOW, Bytes.utf8(height + " " + timeMillis)),
                new Entry(TRANSACTIONS, Bytes.utf8(transaction), Bytes.utf8("1")));
    }

    @Override
    public synchronized void restore(Iterable<Entry> kept) {
        Iterable<Entry> rows = kept.iterator().hasNext() ? kept : beginning.get();
        tables.clear();
        tables.put(OWN, new TreeMap<>());
        tables.put(TRANSACTIONS, new TreeMap<>());
        rows.forEach(row -> table(row.table()).put(row.key(), row.value()));
        String[] now = text(table(OWN).getOrDefault(NOW, Bytes.utf8("0 0"))).split(" ");
        height = Long.parseLong(now[0]);
        timeMillis = Long.parseLong(now[1]);
    }

    @Override
    public void ahead(Bytes transaction) {
        ahead.add(transaction);
    }

    @Override
    public synchronized Applied apply(Round round) {
        beforeApply.accept(round);
        rounds.add(round);
        if (round.transactions().isEmpty() && round.timeMillis() < nextExpectedMillis()) {
            return Applied.DROPPED;
        }
        height++;
        timeMillis = round.timeMillis();
        List<Change> changes = new ArrayList<>();
        write(OWN, NOW, Bytes.utf8(height + " " + timeMillis), changes);
        for (Round.Brought brought : round.transactions()) {
            write(TRANSACTIONS, brought.transaction(), Bytes.utf8(Long.toString(height)), changes);
        }
        return new Applied(height, changes);
    }

    private void write(int table, Bytes key, Bytes value, List<Change> changes) {
        table(table).put(key, value);
        changes.add(new Change(table, key, value));
    }

    /** Every transaction applied, and its height. */
    synchronized Map<String, Long> applied() {
        Map<String, Long> applied = new TreeMap<>();
        tables.getOrDefault(TRANSACTIONS, new TreeMap<>())
                .forEach((key, value) -> applied.put(text(key), Long.parseLong(text(value))));
        return applied;
    }

    @Override
    public synchronized void scan(int table, Bytes fromKey, RowVisitor visitor) {
        for (Map.Entry<Bytes, Bytes> row : table(table).tailMap(fromKey).entrySet()) {
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public int[] tables() {
        return new int[] {OWN, TRANSACTIONS};
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public Optional<NextRoster> next() {
        return Optional.empty();
    }

    @Override
    public long nextExpectedMillis() {
        return heartbeatMillis == 0 ? Long.MAX_VALUE : timeMillis + heartbeatMillis;
    }

    @Override
    public synchronized @Nullable Bytes row(int table, Bytes key) {
        return table(table).get(key);
    }

    private NavigableMap<Bytes, Bytes> table(int number) {
        return Objects.requireNonNull(tables.get(number));
    }

    private static String text(Bytes bytes) {
        return bytes.toText();
    }
}
