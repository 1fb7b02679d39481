package org.allmende.consensus.hashgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** The state machine of layout tests: rows in sorted maps, changed from outside. */
final class RowsInMemory implements StateMachine {
    private final TreeMap<Integer, TreeMap<Bytes, Bytes>> tables = new TreeMap<>();
    private long height;

    RowsInMemory(int... tables) {
        for (int table : tables) {
            this.tables.put(table, new TreeMap<>());
        }
    }

    /** The next height, at which the given rows change; the last of several changes of a row counts. */
    Applied change(List<Change> wanted) {
        TreeMap<RowKey, Change> last = new TreeMap<>();
        wanted.forEach(change -> last.put(new RowKey(change.table(), change.key()), change));
        for (Change change : last.values()) {
            NavigableMap<Bytes, Bytes> rows = table(change.table());
            Bytes value = change.value();
            if (value == null) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), value);
            }
        }
        return new Applied(++height, List.copyOf(last.values()));
    }

    List<Entry> rows() {
        List<Entry> all = new ArrayList<>();
        tables.forEach((table, rows) -> rows.forEach((key, value) -> all.add(new Entry(table, key, value))));
        return all;
    }

    long bytes() {
        return rows().stream()
                .mapToLong(row -> row.key().length() + row.value().length())
                .sum();
    }

    NavigableMap<Bytes, Bytes> table(int number) {
        NavigableMap<Bytes, Bytes> rows = tables.get(number);
        if (rows == null) {
            throw new IllegalArgumentException("no table " + number);
        }
        return rows;
    }

    @Override
    public void restore(Iterable<Entry> rows) {
        tables.values().forEach(Map::clear);
        for (Entry row : rows) {
            if (table(row.table()).put(row.key(), row.value()) != null) {
                throw new IllegalArgumentException("given twice: " + row);
            }
        }
    }

    /** A node that took over the rows and goes on from the same height. */
    RowsInMemory restored(Iterable<Entry> rows) {
        RowsInMemory other = new RowsInMemory(tables());
        other.restore(rows);
        other.height = height;
        return other;
    }

    @Override
    public void scan(int table, Bytes fromKey, RowVisitor visitor) {
        for (Map.Entry<Bytes, Bytes> row : table(table).tailMap(fromKey, true).entrySet()) {
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public int[] tables() {
        return tables.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public @Nullable Bytes row(int table, Bytes key) {
        return table(table).get(key);
    }

    @Override
    public void ahead(Bytes transaction) {}

    @Override
    public Applied apply(Round round) {
        throw new UnsupportedOperationException("changed from outside");
    }

    @Override
    public long timeMillis() {
        return height * 1000;
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
        return timeMillis() + 5000;
    }
}
