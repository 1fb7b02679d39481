package org.allmende.consensus.hashgraph;

import com.swirlds.state.BinaryState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The rows that base pages and change records hold together: page by page, with the changes of its range played over it.
 *
 * <p>Holds the records, and for each change in them one number that says where it lies; pages are read one at a time.
 */
final class RestoredRows implements Iterable<Entry> {
    private final BinaryState state;
    private final BasePages pages;
    private final List<byte[]> records;

    /** The first places of the ranges, ascending; before the first one lies an unwritten range. */
    private final List<RowKey> starts;

    /** Per range, the unwritten one first: the places of its changes, oldest first. */
    private final List<Places> changesByRange = new ArrayList<>();

    /** @param records to play over the pages, oldest first */
    RestoredRows(BinaryState state, BasePages pages, List<byte[]> records) {
        this.state = state;
        this.pages = pages;
        this.records = records;
        this.starts = pages.starts();
        for (int range = 0; range <= starts.size(); range++) {
            changesByRange.add(new Places());
        }
        for (int record = 0; record < records.size(); record++) {
            PackedRows.Reader changes = RecordSlots.changes(records.get(record));
            while (changes.hasNext()) {
                long place = (long) record << Integer.SIZE | changes.position();
                changesByRange.get(rangeOf(changes.rowKey())).add(place);
                changes.changed();
            }
        }
    }

    private int rangeOf(RowKey row) {
        int found = Collections.binarySearch(starts, row);
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public Iterator<Entry> iterator() {
        return new Iterator<>() {
            private final ArrayDeque<Entry> ahead = new ArrayDeque<>();
            private int range;

            @Override
            public boolean hasNext() {
                while (ahead.isEmpty() && range <= starts.size()) {
                    readRange(range++, ahead);
                }
                return !ahead.isEmpty();
            }

            @Override
            public Entry next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all rows were read");
                }
                return ahead.removeFirst();
            }
        };
    }

    private void readRange(int range, ArrayDeque<Entry> into) {
        Map<RowKey, Optional<Bytes>> changed = changesOf(range);
        if (range > 0) {
            RowKey start = starts.get(range - 1);
            for (PackedRows.Reader rows = pages.rows(state, start); rows.hasNext(); ) {
                Bytes key = rows.sized();
                Bytes value = rows.sized();
                if (!changed.containsKey(new RowKey(start.table(), key))) {
                    into.add(new Entry(start.table(), key, value));
                }
            }
        }
        changed.forEach((row, value) -> value.ifPresent(present -> into.add(new Entry(row.table(), row.key(), present))));
    }

    private Map<RowKey, Optional<Bytes>> changesOf(int range) {
        Map<RowKey, Optional<Bytes>> changed = new LinkedHashMap<>();
        Places places = changesByRange.get(range);
        for (int i = 0; i < places.count; i++) {
            long place = places.at[i];
            PackedRows.Reader change = new PackedRows.Reader(records.get((int) (place >>> Integer.SIZE)), (int) place);
            RowKey row = change.rowKey();
            @Nullable Bytes value = change.changed();
            changed.put(row, Optional.ofNullable(value));
        }
        return changed;
    }

    /** Grows. */
    private static final class Places {
        private long[] at = new long[4];
        private int count;

        void add(long place) {
            if (count == at.length) {
                at = Arrays.copyOf(at, count * 2);
            }
            at[count++] = place;
        }
    }
}
