package org.allmende.consensus.hashgraph;

import com.swirlds.state.BinaryState;
import com.swirlds.state.merkle.VirtualMapState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine;

/**
 * Keeps what a round changed as one packed change record, and beside the records base pages: the rows of all tables in
 * ranges of keys, rewritten in a fixed rotation, about as many bytes a round as its record had.
 *
 * <p>The price of a round so follows the bytes it changed, not the number of rows or how far apart they lie: the platform
 * hashes, keeps and writes a handful of entries.
 *
 * <p><b>What a restore reads is exact.</b> Records lie in slots; a slot is written over only when its record is <em>settled</em>:
 * every base page has been rewritten at its height or later. Slots are taken oldest first, so the records kept are always those
 * of all heights from some height on (chunks of a height share no row). Take any row, and the last height that changed it. If
 * that height's record is unsettled it is kept, and no record after it names the row: playing the unsettled records in order
 * of height over the pages leaves the row as it is. If it is settled, the page that covers the row was written at that height or later and holds
 * the row as it is, and no unsettled record names it. A record that is older than the page it is played over does no harm,
 * for every later change of its rows is played after it.
 *
 * <p><b>Every node writes the same.</b> What is written follows from the cursor entry, the starts and heights of the pages, the
 * numbers and heights of the slots, the changes, and the rows of the state machine. The first three are kept in memory too, and
 * {@link #read} rebuilds them from the state; so a node restored in the middle of a rotation goes on as all others do.
 *
 * <p><b>Size.</b> Pages hold the live rows once, unsettled records the changes since the page at the cursor was last written:
 * at a hundred percent about as many bytes again.
 */
public final class ChangeRecordLayout implements StateLayout {
    /** The platform's numbers for our entries, outside its own. */
    static final int PAGES = 60_011;

    static final int RECORDS = 60_012;
    static final int CURSOR = 60_013;

    /**
     * What a record counts at least when the pages to rewrite for it are reckoned, in bytes: bounds the number of
     * records beside a large base when rounds change little.
     */
    static final int RECORD_COUNTS_AT_LEAST = 4 * 1024;

    private final Settings settings;
    private final BasePages pages;
    private final RecordSlots slots = new RecordSlots(RECORDS);
    private Cursor cursor = Cursor.START;

    /**
     * @param pageBytes of a base page, 1,024 to 1,048,576
     * @param recordBytes above which a round's changes are split into several records, 1,024 to 1,048,576
     * @param rewritePercent bytes of base pages rewritten per hundred bytes of change records, 10 to 1,000: more makes
     *     rounds dearer; fewer makes the state larger, and restart and state transfer longer
     */
    public record Settings(int pageBytes, int recordBytes, int rewritePercent) {
        public static final Settings DEFAULT = new Settings(64 * 1024, 256 * 1024, 100);

        public Settings {
            within("pageBytes", pageBytes, 1024, 1024 * 1024);
            within("recordBytes", recordBytes, 1024, 1024 * 1024);
            within("rewritePercent", rewritePercent, 10, 1000);
        }

        private static void within(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(name + " is " + value + ", allowed are " + least + " to " + most);
            }
        }
    }

    public ChangeRecordLayout(Settings settings) {
        this.settings = settings;
        this.pages = new BasePages(PAGES, settings.pageBytes());
    }

    @Override
    public void genesis(BinaryState state, StateMachine machine) {
        forget();
        if (machine.height() > 0) {
            // One whole rotation, without records: every page is of the height that the network starts from.
            RowKey first = RowKey.startOf(machine.tables()[0]);
            RowKey place = first;
            do {
                place = pages.rewrite(state, machine, place, machine.height()).next();
            } while (!place.equals(first));
            cursor = new Cursor(first, 0);
        }
        state.updateSingleton(CURSOR, cursor.toPlatform());
    }

    @Override
    public void write(BinaryState state, StateMachine.Applied applied, StateMachine machine) {
        if (applied.changes().isEmpty()) {
            return;
        }
        long height = applied.height();
        RowKey place = placeFor(machine);
        long recorded = writeRecords(state, height, applied.changes(), pages.height(place));
        long owed = cursor.owedBytes() + recorded * settings.rewritePercent() / 100;
        while (owed > 0 && pages.height(place) < height) {
            BasePages.Step step = pages.rewrite(state, machine, place, height);
            owed -= step.costBytes();
            place = step.next();
        }
        slots.trim(state, pages.height(place));
        // What is still owed here is owed by nobody: all pages are of this height.
        cursor = new Cursor(place, Math.min(owed, 0));
        state.updateSingleton(CURSOR, cursor.toPlatform());
    }

    @Override
    public Iterable<Entry> read(VirtualMapState state) {
        return read(state, visitor -> PlatformEntries.forEach(state, visitor));
    }

    /** Reads what {@code entries} lists of {@code state}. */
    Iterable<Entry> read(BinaryState state, Consumer<PlatformEntries.Visitor> entries) {
        forget();
        com.hedera.pbj.runtime.io.buffer.Bytes kept = state.getSingleton(CURSOR);
        if (kept == null) {
            throw new IllegalStateException("the engine's state does not hold change records: it was written by another"
                    + " version of this program; start the version that wrote it, or take over state from other nodes"
                    + " by deleting the data folder of this node");
        }
        cursor = Cursor.ofPlatform(kept);
        List<byte[]> records = new ArrayList<>();
        entries.accept((stateId, key, value) -> {
            if (stateId == PAGES) {
                pages.found(RowKey.ofPlatform(key), value.getLong(0));
            } else if (stateId == RECORDS) {
                slots.found(key.getLong(0), value.getLong(0));
                records.add(value.toByteArray());
            }
        });
        long settled = pages.height(cursor.place());
        records.removeIf(record -> BigEndian.getLong(record, 0) <= settled);
        records.sort(Comparator.comparingLong(record -> BigEndian.getLong(record, 0)));
        return new RestoredRows(state, pages, records);
    }

    /** Writes the changes of a round as one record, or as several none of which is larger than need be. */
    private long writeRecords(BinaryState state, long height, List<Change> changes, long settled) {
        PackedRows.Writer packed = new PackedRows.Writer(settings.pageBytes());
        int from = 0;
        long written = 0;
        for (Change change : changes) {
            if (packed.length() > from && packed.length() - from + PackedRows.size(change) > settings.recordBytes()) {
                written += slots.put(state, height, packed, from, packed.length(), settled);
                from = packed.length();
            }
            packed.change(change);
        }
        written += slots.put(state, height, packed, from, packed.length(), settled);
        return Math.max(written, RECORD_COUNTS_AT_LEAST);
    }

    /** The cursor's place; the first table when a new network has none yet. */
    private RowKey placeFor(StateMachine machine) {
        return cursor.equals(Cursor.START) ? RowKey.startOf(machine.tables()[0]) : cursor.place();
    }

    private void forget() {
        pages.forget();
        slots.forget();
        cursor = Cursor.START;
    }

    /**
     * Where the rotation stands.
     *
     * @param place where the next page to rewrite begins
     * @param owedBytes of pages still to be rewritten for records written; below zero after a page larger than what was owed
     */
    private record Cursor(RowKey place, long owedBytes) {
        static final Cursor START = new Cursor(RowKey.startOf(-1), 0);

        com.hedera.pbj.runtime.io.buffer.Bytes toPlatform() {
            byte[] owed = new byte[Long.BYTES];
            BigEndian.putLong(owed, 0, owedBytes);
            return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(owed).append(place.toPlatform());
        }

        static Cursor ofPlatform(com.hedera.pbj.runtime.io.buffer.Bytes kept) {
            return new Cursor(RowKey.ofPlatform(kept.slice(Long.BYTES, kept.length() - Long.BYTES)), kept.getLong(0));
        }
    }
}
