package org.allmende.consensus.hashgraph;

import com.swirlds.state.BinaryState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The base pages of {@link ChangeRecordLayout}: every table cut into ranges of keys, each with its rows as of some height.
 *
 * <p>A page is named by the place where it begins and reaches to where the next one of its table begins, so the pages of a
 * table always cover every key exactly once. Where no page begins at the start of a table, one that was never written
 * reaches from there to the first page; its height counts as 0.
 *
 * <p>A cursor walks all pages of all tables in order, for ever. {@link #rewrite} replaces the page at the cursor by the rows of
 * now and moves on, so seen from the cursor the heights of the pages never fall: the page at the cursor is the oldest.
 */
final class BasePages {
    private static final int HEIGHT_BYTES = Long.BYTES;

    /** Followers swallowed by one step while their rows are few, so that a step stays short after mass deletion. */
    static final int SWALLOWED_PER_STEP = 8;

    private final int stateId;
    private final int pageBytes;
    private final int smallPageBytes;
    private final TreeMap<RowKey, Long> heights = new TreeMap<>();

    /**
     * @param stateId of the entries
     * @param pageBytes a page of several rows is larger by less than one of them; a page of less than a quarter of this
     *     is joined with the next
     */
    BasePages(int stateId, int pageBytes) {
        this.stateId = stateId;
        this.pageBytes = pageBytes;
        this.smallPageBytes = pageBytes / 4;
    }

    void forget() {
        heights.clear();
    }

    /** Takes note of a page that the state holds. */
    void found(RowKey start, long height) {
        heights.put(start, height);
    }

    /** The height at which the page that begins at {@code start} was written, 0 when it never was. */
    long height(RowKey start) {
        return heights.getOrDefault(start, 0L);
    }

    /** The first places of all pages written, ascending. */
    List<RowKey> starts() {
        return new ArrayList<>(heights.keySet());
    }

    /** The rows of a page. */
    PackedRows.Reader rows(BinaryState state, RowKey start) {
        com.hedera.pbj.runtime.io.buffer.Bytes page = state.getKv(stateId, start.toPlatform());
        if (page == null) {
            throw new IllegalStateException("The state has no page at " + start + ", which its own listing names.");
        }
        return new PackedRows.Reader(page.toByteArray(), HEIGHT_BYTES);
    }

    /**
     * Where a step went on to, and what it cost: the bytes written, and for each page removed a quarter page, because the
     * platform then moves two other entries.
     */
    record Step(RowKey next, int costBytes) {}

    /**
     * Rewrites the page at {@code cursor} with the rows of {@code height}. Small followers are joined to it; rows that no longer
     * fit make a second page. When even two do not hold what came into its range, the step ends there, and what the old
     * page held of the rest stays behind as a page of the old height.
     */
    Step rewrite(BinaryState state, StateMachine machine, RowKey cursor, long height) {
        Gathered gathered = new Gathered(cursor);
        machine.scan(cursor.table(), cursor.key(), gathered);
        gathered.finish();

        int cost = 0;
        RowKey cut = gathered.cut;
        if (cut != null) {
            cost += leaveBehind(state, gathered.lastSwallowed(), cut);
        }
        for (RowKey swallowed : gathered.swallowed) {
            heights.remove(swallowed);
            state.removeKv(stateId, swallowed.toPlatform());
            cost += smallPageBytes;
        }
        cost += gathered.write(state, height);

        RowKey end = cut != null ? cut : gathered.end;
        return new Step(end != null ? end : tableAfter(cursor.table(), machine.tables()), cost);
    }

    /** Makes the rows from {@code cut} on of the page at {@code old} a page of their own, as old as that page. */
    private int leaveBehind(BinaryState state, RowKey old, RowKey cut) {
        PackedRows.Writer rest = new PackedRows.Writer(pageBytes);
        Long height = heights.get(old);
        if (height != null) {
            for (PackedRows.Reader rows = rows(state, old); rows.hasNext(); ) {
                Bytes key = rows.sized();
                Bytes value = rows.sized();
                if (key.compareTo(cut.key()) >= 0) {
                    rest.row(key, value);
                }
            }
        }
        return put(state, cut, height == null ? 0 : height, rest, 0, rest.length());
    }

    private int put(BinaryState state, RowKey start, long height, PackedRows.Writer rows, int from, int to) {
        byte[] page = rows.copy(from, to, HEIGHT_BYTES);
        BigEndian.putLong(page, 0, height);
        heights.put(start, height);
        state.updateKv(stateId, start.toPlatform(), com.hedera.pbj.runtime.io.buffer.Bytes.wrap(page));
        return page.length;
    }

    private @Nullable RowKey pageAfter(RowKey start) {
        RowKey next = heights.higherKey(start);
        return next != null && next.table() == start.table() ? next : null;
    }

    private static RowKey tableAfter(int table, int[] tables) {
        for (int next : tables) {
            if (next > table) {
                return RowKey.startOf(next);
            }
        }
        return RowKey.startOf(tables[0]);
    }

    /** The rows of one step, and the old pages that they replace. */
    private final class Gathered implements StateMachine.RowVisitor {
        final RowKey start;
        final List<RowKey> swallowed = new ArrayList<>();
        final PackedRows.Writer rows = new PackedRows.Writer(2 * pageBytes + 1024);
        final List<Bytes> keys = new ArrayList<>();
        final List<Integer> offsets = new ArrayList<>();

        /** Where the last old page that is replaced ends; null: with the table. */
        @Nullable
        RowKey end;

        /** Where the step ends within an old page, or null when it ends with one. */
        @Nullable
        RowKey cut;

        boolean tableEnded = true;

        Gathered(RowKey start) {
            this.start = start;
            this.end = pageAfter(start);
        }

        @Override
        public boolean visit(Bytes key, Bytes value) {
            boolean full = !keys.isEmpty() && rows.length() + PackedRows.size(key, value) > 2 * pageBytes;
            while (end != null && key.compareTo(end.key()) >= 0) {
                if (full || !swallowNext()) {
                    tableEnded = false;
                    return false;
                }
            }
            if (full) {
                cut = new RowKey(start.table(), key);
                tableEnded = false;
                return false;
            }
            keys.add(key);
            offsets.add(rows.length());
            rows.row(key, value);
            return true;
        }

        /** When the table ended before the pages did, the rest of them are empty. */
        void finish() {
            boolean more = tableEnded;
            while (more) {
                more = swallowNext();
            }
        }

        RowKey lastSwallowed() {
            return swallowed.isEmpty() ? start : swallowed.getLast();
        }

        private boolean swallowNext() {
            RowKey next = end;
            if (next == null || rows.length() >= smallPageBytes || swallowed.size() == SWALLOWED_PER_STEP) {
                return false;
            }
            swallowed.add(next);
            end = pageAfter(next);
            return true;
        }

        /** Writes one page, or two when one does not hold the rows. */
        int write(BinaryState state, long height) {
            int split = rows.length() <= pageBytes ? keys.size() : split();
            if (split == keys.size()) {
                return put(state, start, height, rows, 0, rows.length());
            }
            int border = offsets.get(split);
            return put(state, start, height, rows, 0, border)
                    + put(state, new RowKey(start.table(), keys.get(split)), height, rows, border, rows.length());
        }

        /** The first row of the second page: halves, or a full first page where rows pour in. */
        private int split() {
            int target = cut == null ? rows.length() / 2 : pageBytes;
            int split = 1;
            while (split < keys.size() && offsets.get(split) < target) {
                split++;
            }
            return split;
        }
    }
}
