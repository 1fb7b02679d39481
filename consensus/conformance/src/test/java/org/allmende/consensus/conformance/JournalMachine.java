package org.allmende.consensus.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.allmende.consensus.conformance.Said.Fate;
import org.allmende.consensus.conformance.Said.Item;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.jspecify.annotations.Nullable;

/**
 * A state machine that keeps a journal: every transaction once, in its order, with a hash chained over them. What it is
 * restored from it checks to the last row. Says all it does; may be told to hold, to fail and to go astray.
 */
final class JournalMachine implements StateMachine {
    /** A network without work makes a round this often. */
    static final long HEARTBEAT_MILLIS = 2_500;

    /** Rows of the newest transactions: older ones are removed, so that removals are restored too. */
    static final int RECENT_MAX = 64;

    /** One row: height, time, count, astray, chain. */
    private static final int SUMMARY = 0;
    /** Position, counted from 1, to id and hash. */
    private static final int JOURNAL = 1;
    /** Id to position. */
    private static final int PLACES = 2;
    /** Position to id, of the newest. */
    private static final int RECENT = 3;

    private static final int TABLES = 4;
    private static final Bytes ONLY = Bytes.of((byte) 0);
    private static final Bytes NO_CHAIN = Bytes.wrap(new byte[32]);

    private final Consumer<Said> witness;
    private final List<NavigableMap<Bytes, Bytes>> tables = new ArrayList<>();
    private volatile long height;
    private volatile long timeMillis;
    private long count;
    private long astray;
    private Bytes chain = NO_CHAIN;
    private boolean held;
    private volatile long failsAt = -1;
    private volatile long goesAstrayAt = -1;
    private volatile long astrayTo;

    JournalMachine(Consumer<Said> witness) {
        this.witness = witness;
        for (int table = 0; table < TABLES; table++) {
            tables.add(new TreeMap<>());
        }
    }

    // What a scenario plants. Any thread.

    /** Applies no round with transactions until {@link #release}. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    /** Throws when it comes to this transaction. */
    void failAt(long id) {
        failsAt = id;
    }

    /** From this transaction on its state is another than that of other nodes. */
    void goAstrayAt(long id, long to) {
        astrayTo = to;
        goesAstrayAt = id;
    }

    synchronized boolean knows(long id) {
        return tables.get(PLACES).containsKey(number(id));
    }

    // What the engine calls.

    @Override
    public synchronized void restore(Iterable<Entry> rows) {
        tables.forEach(Map::clear);
        for (Entry row : rows) {
            if (tables.get(row.table()).put(row.key(), row.value()) != null) {
                throw new IllegalStateException("a row of table " + row.table() + " was given twice");
            }
        }
        Bytes summary = tables.get(SUMMARY).get(ONLY);
        ByteBuffer in = ByteBuffer.wrap(
                summary == null ? new byte[4 * Long.BYTES + NO_CHAIN.length()] : summary.toArray());
        height = in.getLong();
        timeMillis = in.getLong();
        count = in.getLong();
        astray = in.getLong();
        byte[] last = new byte[NO_CHAIN.length()];
        in.get(last);
        chain = Bytes.wrap(last);
        checkRows();
        witness.accept(new Said.Restored(height, timeMillis, state()));
    }

    private void checkRows() {
        Bytes found = NO_CHAIN;
        long position = 0;
        for (Map.Entry<Bytes, Bytes> row : tables.get(JOURNAL).entrySet()) {
            require(row.getKey().equals(number(++position)), "the journal has no gaps");
            Bytes id = row.getValue().slice(0, Long.BYTES);
            require(row.getKey().equals(tables.get(PLACES).get(id)), "each has its place");
            found = Digests.sha256("conformance/chain", found, row.getValue());
        }
        require(position == count && found.equals(chain), "the journal is what the summary says");
        require(tables.get(PLACES).size() == count, "there are no other places");
        NavigableMap<Bytes, Bytes> recent = tables.get(RECENT);
        require(recent.size() == Math.min(count, RECENT_MAX), "only the newest are recent");
        require(recent.isEmpty() || recent.lastKey().equals(number(count)), "the newest is recent");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not restored as it was left: " + what);
        }
    }

    @Override
    public void ahead(Bytes transaction) {
        Transaction.of(transaction);
    }

    @Override
    public synchronized Applied apply(Round round) {
        List<Transaction> transactions =
                round.transactions().stream().map(brought -> Transaction.of(brought.transaction())).toList();
        awaitRelease(transactions);
        long time = Math.max(timeMillis, round.timeMillis());
        if (transactions.isEmpty() && time < nextExpectedMillis()) {
            return Applied.DROPPED;
        }
        TreeMap<Place, Change> changes = new TreeMap<>();
        List<Item> items = new ArrayList<>();
        Set<Bytes> setAside = new HashSet<>();
        for (Transaction transaction : transactions) {
            Fate fate = fate(transaction, time);
            items.add(new Item(transaction.id(), fate));
            switch (fate) {
                case APPLIED -> write(transaction, changes);
                case SET_ASIDE -> setAside.add(transaction.encoded());
                case AGAIN -> {}
            }
        }
        height++;
        timeMillis = time;
        put(SUMMARY, ONLY, summary(), changes);
        witness.accept(new Said.Applied(height, timeMillis, state(), items));
        return new Applied(height, List.copyOf(changes.values()), setAside);
    }

    private void awaitRelease(List<Transaction> transactions) {
        if (!held || transactions.isEmpty()) {
            return;
        }
        witness.accept(new Said.Held(transactions.stream().map(Transaction::id).toList()));
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Fate fate(Transaction transaction, long time) {
        if (transaction.id() == failsAt) {
            throw new IllegalStateException("planted at transaction " + failsAt);
        }
        if (time < transaction.notBeforeMillis()) {
            return Fate.SET_ASIDE;
        }
        return tables.get(PLACES).containsKey(number(transaction.id())) ? Fate.AGAIN : Fate.APPLIED;
    }

    private void write(Transaction transaction, Map<Place, Change> changes) {
        if (transaction.id() == goesAstrayAt) {
            astray = astrayTo;
            witness.accept(new Said.Astray());
        }
        count++;
        Bytes id = number(transaction.id());
        Bytes row = id.concat(Digests.sha256("conformance/transaction", transaction.encoded()));
        chain = Digests.sha256("conformance/chain", chain, row);
        put(JOURNAL, number(count), row, changes);
        put(PLACES, id, number(count), changes);
        put(RECENT, number(count), id, changes);
        if (count > RECENT_MAX) {
            put(RECENT, number(count - RECENT_MAX), null, changes);
        }
    }

    private record Place(int table, Bytes key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return table == other.table ? key.compareTo(other.key) : Integer.compare(table, other.table);
        }
    }

    private void put(int table, Bytes key, @Nullable Bytes value, Map<Place, Change> changes) {
        Place place = new Place(table, key);
        if (value != null) {
            tables.get(table).put(key, value);
            changes.put(place, new Change(table, key, value));
            return;
        }
        tables.get(table).remove(key);
        if (changes.remove(place) == null) {
            changes.put(place, new Change(table, key, null));
        } // else it came and went within this round, and the engine never hears of it
    }

    private Bytes summary() {
        return Bytes.wrap(ByteBuffer.allocate(4 * Long.BYTES + chain.length())
                .putLong(height)
                .putLong(timeMillis)
                .putLong(count)
                .putLong(astray)
                .put(chain.toArray())
                .array());
    }

    /** Names what was applied, in its order; and whether this machine went astray. */
    private String state() {
        return count + ":" + chain.toHex().substring(0, 16) + (astray == 0 ? "" : ":astray-" + astray);
    }

    private static Bytes number(long value) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    @Override
    public synchronized void scan(int table, Bytes fromKey, RowVisitor visitor) {
        for (Map.Entry<Bytes, Bytes> row : tables.get(table).tailMap(fromKey, true).entrySet()) {
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public synchronized @Nullable Bytes row(int table, Bytes key) {
        return tables.get(table).get(key);
    }

    @Override
    public int[] tables() {
        return new int[] {SUMMARY, JOURNAL, PLACES, RECENT};
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
        return timeMillis + HEARTBEAT_MILLIS;
    }
}
