package org.allmende.ledger.table;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine.RowVisitor;
import org.allmende.ledger.encoding.ByteSink;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.KeyCodec;
import org.jspecify.annotations.Nullable;

/**
 * All tables: what the apply thread writes to, what a round changed, and the view everybody else reads.
 *
 * <p>For one thread, except {@link #view} and {@link #digest}. A round is any number of writes, in groups or outside
 * of them, and {@link #endRound}. Every use out of turn is a bug and an {@link IllegalStateException}.
 */
public final class State implements Tables {
    /** A table's number is its application's tag times this, plus its own number. */
    public static final int TABLES_PER_APPLICATION_MAX = 256;

    private static final int APPLICATIONS_MAX = 256;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final Journal journal = new Journal();
    private List<StateTable<?, ?>> tables = List.of();
    private volatile FrozenView view = new FrozenView(0, 0, tables);

    /** {@inheritDoc} Tables are declared before anything is published; a view knows those declared before it. */
    @Override
    public <K, V> Table<K, V> declare(
            int application, int number, String name, KeyCodec<K> keys, Codec<V> values) {
        requireBelow(APPLICATIONS_MAX, application, "the tag of an application");
        requireBelow(TABLES_PER_APPLICATION_MAX, number, "the number of a table");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a table's name is lower case, digits and dashes, not " + name);
        }
        int numberOfAll = application * TABLES_PER_APPLICATION_MAX + number;
        for (StateTable<?, ?> table : tables) {
            boolean sameApplication = table.number() / TABLES_PER_APPLICATION_MAX == application;
            if (table.number() == numberOfAll || sameApplication && table.name().equals(name)) {
                throw new IllegalArgumentException("table " + name + ", number " + number + " of application "
                        + application + ": taken by table " + table.name() + ", number " + table.number());
            }
        }
        StateTable<K, V> table =
                new StateTable<>(new Declaration<>(numberOfAll, tables.size(), name, keys, values), journal);
        List<StateTable<?, ?>> more = new ArrayList<>(tables);
        more.add(table);
        more.sort(Comparator.comparingInt(StateTable::number));
        tables = List.copyOf(more);
        view = new FrozenView(view.height(), view.timeMillis(), tables);
        return table;
    }

    private static void requireBelow(int bound, int number, String what) {
        if (number < 0 || number >= bound) {
            throw new IllegalArgumentException(what + " is from 0 to " + (bound - 1) + ", not " + number);
        }
    }

    /** The numbers of all tables, ascending. */
    public int[] tables() {
        return tables.stream().mapToInt(StateTable::number).toArray();
    }

    /** All tables, by number. */
    public List<Table<?, ?>> declared() {
        return List.copyOf(tables);
    }

    /** Begins a group: until {@link #commit} every write can be taken back. Groups do not nest. */
    public void begin() {
        journal.begin();
    }

    /** Ends the group and keeps what it wrote. */
    public void commit() {
        journal.commit();
    }

    /** Ends the group and makes every row what it was when the group began, as if it had never been. */
    public void rollback() {
        journal.rollback();
    }

    /**
     * Ends a round and publishes its view.
     *
     * @return every row that is not equal to what it was at the end of the last round, once, by table, then key
     */
    public List<Change> endRound(long height, long timeMillis) {
        journal.refuseInGroup("a round cannot end");
        List<Change> changes = new ArrayList<>();
        for (StateTable<?, ?> table : tables) {
            table.endRound(changes);
        }
        publish(height, timeMillis);
        return Collections.unmodifiableList(changes);
    }

    /**
     * Publishes the rows as they are now, without ending the round: what was written since the last one ended stays
     * part of this one's changes.
     *
     * @param height of the view, see {@link View#height}
     * @param timeMillis of the view, see {@link View#timeMillis}
     */
    public void publish(long height, long timeMillis) {
        journal.refuseInGroup("a view cannot be published");
        view = new FrozenView(height, timeMillis, tables);
    }

    /** The last view published; before the first, of height 0 and without rows. Any thread. */
    public View view() {
        return view;
    }

    /**
     * Replaces all rows of all tables, as if a round had ended with these. Changes nothing when it throws. To be
     * followed by {@link #publish}: until then readers keep the view they have.
     *
     * @param rows in any order, each once
     * @throws IllegalStateException when a row is of no table, cannot be read, or is given twice
     */
    public void restore(Iterable<Entry> rows) {
        journal.refuseInGroup("tables cannot be restored");
        Map<Integer, StateTable<?, ?>.Loading> byNumber = new LinkedHashMap<>();
        for (StateTable<?, ?> table : tables) {
            byNumber.put(table.number(), table.load());
        }
        for (Entry row : rows) {
            StateTable<?, ?>.Loading table = byNumber.get(row.table());
            if (table == null) {
                throw new IllegalStateException("a stored row is of table " + row.table()
                        + ", which no application of this node has declared: start it with the applications that"
                        + " wrote what it holds");
            }
            table.add(row);
        }
        byNumber.values().forEach(StateTable<?, ?>.Loading::sort);
        byNumber.values().forEach(StateTable<?, ?>.Loading::replace);
    }

    /**
     * Walks rows of one table in the order of their keys, from {@code fromKey} inclusive, as of the end of the last
     * round.
     *
     * @throws IllegalArgumentException when there is no such table
     */
    public void scan(int table, Bytes fromKey, RowVisitor visitor) {
        numbered(table).scan(fromKey, visitor);
    }

    /**
     * The value of one row as of the end of the last round, or null.
     *
     * @throws IllegalArgumentException when there is no such table
     */
    public @Nullable Bytes row(int table, Bytes key) {
        return numbered(table).row(key);
    }

    private StateTable<?, ?> numbered(int number) {
        for (StateTable<?, ?> table : tables) {
            if (table.number() == number) {
                return table;
            }
        }
        throw new IllegalArgumentException("there is no table " + number);
    }

    /**
     * As {@link #digest(View)}, of the rows as they are now, whether or not a view of them was published.
     *
     * @throws IllegalStateException in a group
     */
    public Bytes digest() {
        journal.refuseInGroup("a digest cannot be taken");
        return digest(new FrozenView(view.height(), view.timeMillis(), tables));
    }

    /**
     * The hash of everything a view holds: SHA-256 over its {@linkplain #dump canonical dump}, the same on every node
     * that holds the same rows, whatever their history. Reads and encodes every row. Any thread.
     *
     * @throws IllegalArgumentException when the view is not one of a {@code State}
     */
    public static Bytes digest(View view) {
        return StateDump.digestOf(frozen(view));
    }

    /**
     * Writes everything a view holds: tables that hold rows by their numbers, each as its number (u32), the number of
     * its rows (u64) and its rows by their keys, each as length (u32) and bytes of its key, then of its value; whole
     * numbers least byte first. Any thread.
     *
     * @return how many rows there are
     * @throws IOException what the sink throws
     * @throws IllegalArgumentException when the view is not one of a {@code State}
     */
    public static long dump(View view, ByteSink sink) throws IOException {
        return StateDump.write(frozen(view), sink);
    }

    /** What makes a {@link #digest} of the bytes of a {@link #dump}. */
    public static MessageDigest dumpDigest() {
        return StateDump.digest();
    }

    private static FrozenView frozen(View view) {
        if (!(view instanceof FrozenView frozen)) {
            throw new IllegalArgumentException("not a view of a State: " + view.getClass().getName());
        }
        return frozen;
    }
}
