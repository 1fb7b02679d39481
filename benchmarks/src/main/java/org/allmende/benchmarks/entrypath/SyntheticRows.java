package org.allmende.benchmarks.entrypath;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A state machine whose rows cost next to nothing: a key is computed from its place, a value from the key and the height that
 * set it, so of each row only that height is held.
 *
 * <p>Table {@link #ROWS} has keys of {@value #KEY_BYTES} bytes, spread evenly, and values of {@value #VALUE_BYTES} bytes. Table
 * {@link #CLOCK} has one row, with height and time, which changes at every height, as the ledger's own does.
 */
final class SyntheticRows implements StateMachine {
    static final int CLOCK = 0;
    static final int ROWS = 1;
    static final int KEY_BYTES = 32;
    static final int VALUE_BYTES = 100;

    private static final Bytes CLOCK_KEY = Bytes.utf8("clock");
    private static final int[] TABLES = {CLOCK, ROWS};
    private static final long HEARTBEAT_MILLIS = 5_000;

    /** Odd and no multiple of 5: steps through any power of ten without meeting a place twice. */
    private static final long STRIDE = 618_033;

    private final long[] heads;
    private final int[] setAt;
    private final int[] drawn;
    private final Observer observer;
    private int filled;
    private long height;
    private long timeMillis;

    /** Told what becomes of transactions. */
    interface Observer {
        /** A transaction was applied in the round under way. */
        void applied(Work.Draw draw);

        /** A round changed so many rows, after so many were drawn. */
        void changed(int drawnRows, int changedRows, long nanos);

        /** The rows were rebuilt. */
        void restored(int rows, long nanos);
    }

    /** @param rows how many keys there are, a power of ten */
    SyntheticRows(int rows, Observer observer) {
        this.heads = new long[rows];
        this.setAt = new int[rows];
        this.drawn = new int[rows];
        this.observer = observer;
        for (int i = 0; i < rows; i++) {
            // Signed order after the flip is unsigned order of the bytes.
            heads[i] = mix(i) ^ Long.MIN_VALUE;
        }
        Arrays.sort(heads);
        for (int i = 0; i < rows; i++) {
            heads[i] ^= Long.MIN_VALUE;
        }
    }

    @Override
    public synchronized void restore(Iterable<Entry> rows) {
        long begun = System.nanoTime();
        Arrays.fill(setAt, 0);
        height = 0;
        timeMillis = 0;
        filled = 0;
        for (Entry row : rows) {
            ByteBuffer value = ByteBuffer.wrap(row.value().unsafeArray());
            if (row.table() == CLOCK) {
                height = value.getLong();
                timeMillis = value.getLong();
            } else {
                int place = placeOf(row.key());
                setAt[place] = value.getInt();
                if (!row.key().equals(key(place)) || !row.value().equals(value(place))) {
                    throw new IllegalStateException("restored a row that nobody wrote: " + row);
                }
                filled++;
            }
        }
        observer.restored(filled, System.nanoTime() - begun);
    }

    @Override
    public void ahead(Bytes transaction) {
        // Nothing to verify.
    }

    @Override
    public synchronized Applied apply(Round round) {
        if (round.transactions().isEmpty() && round.timeMillis() < nextExpectedMillis()) {
            return Applied.DROPPED;
        }
        long begun = System.nanoTime();
        height++;
        timeMillis = Math.max(timeMillis, round.timeMillis());
        int count = 0;
        for (Round.Brought brought : round.transactions()) {
            count = expand(Work.decode(brought.transaction()), count);
        }
        Arrays.sort(drawn, 0, count);
        List<Change> changes = new ArrayList<>(count + 1);
        changes.add(new Change(CLOCK, CLOCK_KEY, clock()));
        for (int i = 0; i < count; i++) {
            int place = drawn[i];
            if (i == 0 || place != drawn[i - 1]) {
                filled += setAt[place] == 0 ? 1 : 0;
                setAt[place] = Math.toIntExact(height);
                changes.add(new Change(ROWS, key(place), value(place)));
            }
        }
        observer.changed(count, changes.size() - 1, System.nanoTime() - begun);
        return new Applied(height, changes);
    }

    /** Adds the places that {@code work} changes. */
    private int expand(Work work, int from) {
        int count = from;
        switch (work) {
            case Work.Fill fill -> {
                for (int i = fill.first(); i < fill.first() + fill.count() && count < drawn.length; i++) {
                    drawn[count++] = scattered(i);
                }
            }
            case Work.Draw draw -> {
                long state = mix(draw.sequence() * 1_000 + draw.node());
                for (int i = 0; i < draw.count() && count < drawn.length; i++) {
                    state = mix(state + i);
                    drawn[count++] = switch (draw.skew()) {
                        case UNIFORM -> (int) Long.remainderUnsigned(state, heads.length);
                        case SKEWED -> scattered(rank(state));
                    };
                }
                observer.applied(draw);
            }
        }
        return count;
    }

    /** An octave of ranks, then a rank within it: both evenly. */
    private int rank(long random) {
        int octaves = Integer.SIZE - Integer.numberOfLeadingZeros(heads.length - 1);
        int octave = (int) Long.remainderUnsigned(random, octaves);
        int rank = (1 << octave) - 1 + (int) ((random >>> 32) & ((1L << octave) - 1));
        return rank % heads.length;
    }

    private int scattered(int rank) {
        return (int) (rank * STRIDE % heads.length);
    }

    @Override
    public synchronized void scan(int table, Bytes fromKey, RowVisitor visitor) {
        if (table == CLOCK) {
            if (height > 0 && fromKey.compareTo(CLOCK_KEY) <= 0) {
                visitor.visit(CLOCK_KEY, clock());
            }
            return;
        }
        int place = firstNotBefore(fromKey);
        while (place < heads.length && (setAt[place] == 0 || visitor.visit(key(place), value(place)))) {
            place++;
        }
    }

    /** How many rows there are. */
    synchronized int filled() {
        return filled;
    }

    /** A number that is the same for the same rows, and the height they had. */
    record Digest(long height, long digest) {}

    synchronized Digest digest() {
        long digest = 0;
        for (int at : setAt) {
            digest = mix(digest ^ at);
        }
        return new Digest(height, digest);
    }

    @Override
    public int[] tables() {
        return TABLES;
    }

    @Override
    public synchronized long height() {
        return height;
    }

    @Override
    public synchronized long timeMillis() {
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
    public synchronized long nextExpectedMillis() {
        return timeMillis + HEARTBEAT_MILLIS;
    }

    @Override
    public synchronized @Nullable Bytes row(int table, Bytes key) {
        if (table == CLOCK) {
            return height > 0 && key.equals(CLOCK_KEY) ? clock() : null;
        }
        int place = firstNotBefore(key);
        boolean there = place < heads.length && setAt[place] != 0 && key.equals(key(place));
        return there ? value(place) : null;
    }

    private Bytes clock() {
        return Bytes.wrap(ByteBuffer.allocate(16).putLong(height).putLong(timeMillis).array());
    }

    private Bytes key(int place) {
        long head = heads[place];
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES).putLong(head);
        while (key.hasRemaining()) {
            key.putLong(mix(head + key.position()));
        }
        return Bytes.wrap(key.array());
    }

    private Bytes value(int place) {
        int at = setAt[place];
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES).putInt(at);
        while (value.hasRemaining()) {
            value.putLong(mix(heads[place] + value.position() * 31L + at));
        }
        return Bytes.wrap(value.array());
    }

    private int placeOf(Bytes key) {
        int place = firstNotBefore(key);
        if (place == heads.length) {
            throw new IllegalStateException("restored a row with an unknown key " + key);
        }
        return place;
    }

    private int firstNotBefore(Bytes key) {
        long head = ByteBuffer.wrap(Arrays.copyOf(key.unsafeArray(), Long.BYTES)).getLong();
        int low = 0;
        int high = heads.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(heads[middle], head);
            if (order < 0 || order == 0 && key(middle).compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** One to one on longs, and no bit of the result follows from few of the argument. */
    static long mix(long value) {
        long mixed = (value + 0x5851f42d4c957f2dL) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 31)) * 0xd6e8feb86659fd93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xd6e8feb86659fd93L;
        return mixed ^ (mixed >>> 29);
    }
}
