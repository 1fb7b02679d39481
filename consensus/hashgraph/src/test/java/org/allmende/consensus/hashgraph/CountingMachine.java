package org.allmende.consensus.hashgraph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.jspecify.annotations.Nullable;

/**
 * The smallest state machine that shows order and loss: numbers each transaction once, and chains a hash over them.
 * Table 0 holds one row with height, time, count and chain; table 1 the number of each transaction by its hash.
 */
class CountingMachine implements StateMachine {
    static final int SUMMARY = 0;
    static final int NUMBERS = 1;
    private static final Bytes ONLY = Bytes.of((byte) 0);

    /** Told of each transaction when it got its number; on the applying thread. */
    interface Observer {
        void applied(Bytes transaction, long number, long height);
    }

    record Summary(long height, long timeMillis, long count, Bytes chain) {
        static final Summary NONE = new Summary(0, 0, 0, Bytes.wrap(new byte[32]));

        Bytes encoded() {
            return Bytes.wrap(ByteBuffer.allocate(56)
                    .putLong(height)
                    .putLong(timeMillis)
                    .putLong(count)
                    .put(chain.unsafeArray())
                    .array());
        }

        static Summary of(Bytes encoded) {
            ByteBuffer in = ByteBuffer.wrap(encoded.toArray());
            return new Summary(in.getLong(), in.getLong(), in.getLong(), encoded.slice(24, 56));
        }
    }

    private final long heartbeatMillis;
    private final Observer observer;
    private final NavigableMap<Bytes, Bytes> numbers = new TreeMap<>();
    private volatile Summary summary = Summary.NONE;
    private int restores;
    private volatile long failsAt = -1;
    private volatile long divergesAt = -1;

    CountingMachine(long heartbeatMillis, Observer observer) {
        this.heartbeatMillis = heartbeatMillis;
        this.observer = observer;
    }

    /** Plants a bug: throws when it applies the transaction of this id. */
    void failAt(long id) {
        failsAt = id;
    }

    /** Plants a divergence: from the transaction of this id on, the chain is another than that of other nodes. */
    void divergeAt(long id) {
        divergesAt = id;
    }

    @Override
    public synchronized void restore(Iterable<Entry> rows) {
        restores++;
        numbers.clear();
        summary = Summary.NONE;
        for (Entry row : rows) {
            switch (row.table()) {
                case SUMMARY -> summary = Summary.of(row.value());
                case NUMBERS -> numbers.put(row.key(), row.value());
                default -> throw new IllegalStateException("no table " + row.table());
            }
        }
        if (numbers.size() != summary.count()) {
            throw new IllegalStateException(numbers.size() + " rows, but " + summary.count() + " were counted");
        }
    }

    @Override
    public void ahead(Bytes transaction) {
        // Nothing to verify.
    }

    @Override
    public synchronized Applied apply(Round round) {
        long time = Math.max(summary.timeMillis(), round.timeMillis());
        if (round.transactions().isEmpty() && time < nextExpectedMillis()) {
            return Applied.DROPPED;
        }
        long height = summary.height() + 1;
        long count = summary.count();
        Bytes chain = summary.chain();
        TreeMap<Bytes, Bytes> added = new TreeMap<>();
        for (Round.Brought brought : round.transactions()) {
            Bytes hash = Digests.sha256("test/transaction", brought.transaction());
            if (numbers.containsKey(hash)) {
                continue;
            }
            long id = ByteBuffer.wrap(brought.transaction().unsafeArray()).getLong();
            if (id == failsAt) {
                throw new IllegalStateException("planted at transaction " + id);
            }
            chain = Digests.sha256(id == divergesAt ? "test/divergence" : "test/chain", chain, hash);
            Bytes number = Bytes.wrap(ByteBuffer.allocate(8).putLong(++count).array());
            numbers.put(hash, number);
            added.put(hash, number);
            observer.applied(brought.transaction(), count, height);
        }
        summary = new Summary(height, time, count, chain);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(SUMMARY, ONLY, summary.encoded()));
        added.forEach((key, value) -> changes.add(new Change(NUMBERS, key, value)));
        return new Applied(height, changes);
    }

    @Override
    public synchronized void scan(int table, Bytes fromKey, RowVisitor visitor) {
        for (Map.Entry<Bytes, Bytes> row : rows(table).tailMap(fromKey, true).entrySet()) {
            if (!visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public synchronized @Nullable Bytes row(int table, Bytes key) {
        return rows(table).get(key);
    }

    @Override
    public int[] tables() {
        return new int[] {SUMMARY, NUMBERS};
    }

    @Override
    public long height() {
        return summary.height();
    }

    @Override
    public long timeMillis() {
        return summary.timeMillis();
    }

    @Override
    public long nextExpectedMillis() {
        return summary.timeMillis() + heartbeatMillis;
    }

    Summary summary() {
        return summary;
    }

    /** How often this machine was rebuilt from kept rows. */
    synchronized int restores() {
        return restores;
    }

    /** The number a transaction got, or 0. */
    synchronized long number(Bytes transaction) {
        Bytes number = numbers.get(Digests.sha256("test/transaction", transaction));
        return number == null ? 0 : ByteBuffer.wrap(number.toArray()).getLong();
    }

    private NavigableMap<Bytes, Bytes> rows(int table) {
        if (table == NUMBERS) {
            return numbers;
        }
        NavigableMap<Bytes, Bytes> only = new TreeMap<>();
        if (summary.height() > 0) {
            only.put(ONLY, summary.encoded());
        }
        return only;
    }
}
