package org.allmende.benchmarks.entrypath;

import com.swirlds.state.BinaryState;
import com.swirlds.state.merkle.VirtualMapState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.allmende.consensus.hashgraph.PlatformEntries;
import org.allmende.consensus.hashgraph.StateLayout;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Pages of rows in the order of their keys, each rewritten whole when one of its rows changes. A page reaches from the place it
 * is named by to the next one of its table; the first page of a table is named by its start and never removed.
 */
final class PageLayout implements StateLayout {
    static final int PAGE_BYTES = 4 * 1024;

    private static final int PAGES = 60_021;

    private record Place(int table, Bytes key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTable = Integer.compare(table, other.table);
            return byTable != 0 ? byTable : key.compareTo(other.key);
        }

        com.hedera.pbj.runtime.io.buffer.Bytes toPlatform() {
            return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(ByteBuffer.allocate(Integer.BYTES + key.length())
                    .putInt(table)
                    .put(key.unsafeArray())
                    .array());
        }
    }

    private record Row(Bytes key, Bytes value) {
        int bytes() {
            return 2 * Integer.BYTES + key.length() + value.length();
        }
    }

    private final TreeSet<Place> starts = new TreeSet<>();

    @Override
    public void genesis(BinaryState state, StateMachine machine) {
        SingleEntryLayout.requireNothing(machine);
        starts.clear();
    }

    @Override
    public void write(BinaryState state, StateMachine.Applied applied, StateMachine machine) {
        // Changes come in the order of their places, so all of a page follow one another.
        int rewrittenTable = -1;
        Place rewrittenTo = null;
        for (Change change : applied.changes()) {
            Place row = new Place(change.table(), change.key());
            boolean rewritten = rewrittenTable == row.table() && (rewrittenTo == null || row.compareTo(rewrittenTo) < 0);
            if (!rewritten) {
                rewrittenTable = row.table();
                rewrittenTo = rewrite(state, machine, pageOf(row));
            }
        }
    }

    private Place pageOf(Place row) {
        Place start = starts.floor(row);
        return start != null && start.table() == row.table() ? start : new Place(row.table(), Bytes.EMPTY);
    }

    private @Nullable Place after(Place start) {
        Place next = starts.higher(start);
        return next != null && next.table() == start.table() ? next : null;
    }

    /**
     * Writes the rows of a page again; cuts up one that is too large, joins one that is nearly empty with the next.
     *
     * @return where what was rewritten ends, null for the end of the table
     */
    private @Nullable Place rewrite(BinaryState state, StateMachine machine, Place start) {
        Place end = after(start);
        List<Row> rows = rows(machine, start, end);
        if (bytes(rows) < PAGE_BYTES / 4 && end != null) {
            starts.remove(end);
            state.removeKv(PAGES, end.toPlatform());
            end = after(start);
            rows = rows(machine, start, end);
        }
        int pages = (bytes(rows) + PAGE_BYTES - 1) / PAGE_BYTES;
        // Pages that a burst fills are left room, so that the next row does not halve them again.
        int target = pages <= 1 ? Integer.MAX_VALUE : PAGE_BYTES * 3 / 4;
        Place page = start;
        List<Row> ofPage = new ArrayList<>();
        int size = 0;
        for (Row row : rows) {
            if (size + row.bytes() > target && !ofPage.isEmpty()) {
                put(state, page, ofPage);
                page = new Place(start.table(), row.key());
                ofPage.clear();
                size = 0;
            }
            ofPage.add(row);
            size += row.bytes();
        }
        put(state, page, ofPage);
        return end;
    }

    private static int bytes(List<Row> rows) {
        return rows.stream().mapToInt(Row::bytes).sum();
    }

    private static List<Row> rows(StateMachine machine, Place start, @Nullable Place end) {
        List<Row> rows = new ArrayList<>(PAGE_BYTES / 100);
        machine.scan(start.table(), start.key(), (key, value) -> {
            boolean within = end == null || key.compareTo(end.key()) < 0;
            if (within) {
                rows.add(new Row(key, value));
            }
            return within;
        });
        return rows;
    }

    private void put(BinaryState state, Place page, List<Row> rows) {
        ByteBuffer packed = ByteBuffer.allocate(bytes(rows));
        for (Row row : rows) {
            packed.putInt(row.key().length()).put(row.key().unsafeArray());
            packed.putInt(row.value().length()).put(row.value().unsafeArray());
        }
        starts.add(page);
        state.updateKv(PAGES, page.toPlatform(), com.hedera.pbj.runtime.io.buffer.Bytes.wrap(packed.array()));
    }

    @Override
    public Iterable<Entry> read(VirtualMapState state) {
        starts.clear();
        PlatformEntries.forEach(state, (stateId, key, value) -> {
            if (stateId == PAGES) {
                starts.add(placeOf(key));
            }
        });
        return () -> starts.stream().flatMap(start -> unpack(state, start).stream()).iterator();
    }

    private static List<Entry> unpack(BinaryState state, Place start) {
        List<Entry> rows = new ArrayList<>();
        com.hedera.pbj.runtime.io.buffer.Bytes page = state.getKv(PAGES, start.toPlatform());
        ByteBuffer packed = ByteBuffer.wrap(page == null ? new byte[0] : page.toByteArray());
        while (packed.hasRemaining()) {
            rows.add(new Entry(start.table(), sized(packed), sized(packed)));
        }
        return rows;
    }

    private static Bytes sized(ByteBuffer packed) {
        byte[] content = new byte[packed.getInt()];
        packed.get(content);
        return Bytes.wrap(content);
    }

    private static Place placeOf(com.hedera.pbj.runtime.io.buffer.Bytes key) {
        ByteBuffer content = ByteBuffer.wrap(key.toByteArray());
        int table = content.getInt();
        byte[] row = new byte[content.remaining()];
        content.get(row);
        return new Place(table, Bytes.wrap(row));
    }
}
