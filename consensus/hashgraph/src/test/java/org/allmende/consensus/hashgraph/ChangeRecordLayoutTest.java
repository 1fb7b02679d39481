package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of the layout: what is read is what was written, on every node alike, in bounded space. */
class ChangeRecordLayoutTest {
    private static final int KEYS = 400;
    private static final ChangeRecordLayout.Settings SMALL = new ChangeRecordLayout.Settings(1024, 1024, 100);
    private static final ChangeRecordLayout.Settings LARGE_PAGES = new ChangeRecordLayout.Settings(8192, 1024, 100);
    private static final ChangeRecordLayout.Settings SLOW_ROTATION = new ChangeRecordLayout.Settings(1024, 65536, 10);
    private static final List<ChangeRecordLayout.Settings> ALL = List.of(SMALL, LARGE_PAGES, SLOW_ROTATION);

    /** A node without the engine: its rows, the state they are kept in, and the layout between the two. */
    private static final class Node {
        final ChangeRecordLayout layout;
        final ChangeRecordLayout.Settings settings;
        final RowsInMemory rows;
        final MapState state;

        private Node(ChangeRecordLayout.Settings settings, ChangeRecordLayout layout, RowsInMemory rows, MapState state) {
            this.layout = layout;
            this.settings = settings;
            this.rows = rows;
            this.state = state;
        }

        static Node fresh(ChangeRecordLayout.Settings settings) {
            Node node = new Node(settings, new ChangeRecordLayout(settings), new RowsInMemory(0, 3, 7), new MapState());
            node.layout.genesis(node.state, node.rows);
            return node;
        }

        void apply(List<Change> changes) {
            StateMachine.Applied applied = rows.change(changes);
            layout.write(state, applied, rows);
        }

        /** A node that has this one's state and nothing of its memory. */
        Node restored(long seed) {
            ChangeRecordLayout other = new ChangeRecordLayout(settings);
            MapState taken = state.copy();
            return new Node(settings, other, rows.restored(other.read(taken, taken.shuffled(seed))), taken);
        }
    }

    /** A network that starts from a checkpoint: all rows are pages before there is any record. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 400})
    void whatANetworkBeginsWithIsReadBackAndGoneOnFromAlikeOnEveryNode(int rows) {
        RowsInMemory origin = new RowsInMemory(0, 3, 7);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(0, Bytes.EMPTY, Bytes.utf8("head")));
        for (int row = 0; row < rows; row++) {
            changes.add(new Change(row % 3 == 0 ? 3 : 7, Bytes.utf8("key " + row), Bytes.wrap(new byte[row * 7 % 900])));
        }
        origin.change(changes);
        Node node = new Node(SMALL, new ChangeRecordLayout(SMALL), origin, new MapState());
        node.layout.genesis(node.state, node.rows);

        Node again = node.restored(1);
        assertThat(again.rows.rows()).isEqualTo(origin.rows());
        assertThat(node.state.count(ChangeRecordLayout.RECORDS)).isZero();
        for (int height = 0; height < 30; height++) {
            List<Change> more = List.of(
                    new Change(3, Bytes.utf8("key " + height), height % 5 == 0 ? null : Bytes.utf8("new")),
                    new Change(7, Bytes.utf8("more " + height), Bytes.wrap(new byte[300])));
            node.apply(more);
            again.apply(more);
            assertThat(again.state.content()).isEqualTo(node.state.content());
            assertThat(again.restored(height).rows.rows()).isEqualTo(node.rows.rows());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsReadIsWhatWasWrittenAtEveryHeight(long seed) {
        for (ChangeRecordLayout.Settings settings : ALL) {
            Random random = new Random(seed);
            Node node = Node.fresh(settings);
            for (int round = 0; round < 150; round++) {
                node.apply(someChanges(random));
                assertThat(node.restored(seed + round).rows.rows())
                        .as("seed %d, %s, height %d", seed, settings, round + 1)
                        .isEqualTo(node.rows.rows());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void aNodeRestoredAtAnyPointWritesWhatAllOthersWrite(long seed) {
        for (ChangeRecordLayout.Settings settings : ALL) {
            Random random = new Random(seed);
            Node node = Node.fresh(settings);
            Node other = node.restored(seed);
            for (int round = 0; round < 400; round++) {
                List<Change> changes = someChanges(random);
                node.apply(changes);
                other.apply(changes);
                assertThat(other.state.content())
                        .as("seed %d, %s, height %d", seed, settings, round + 1)
                        .isEqualTo(node.state.content());
                if (random.nextInt(10) == 0) {
                    other = node.restored(seed + round);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void theStateStaysBoundedForEver(long seed) {
        Random random = new Random(seed);
        Node node = Node.fresh(SMALL);
        long largestRows = 0;
        for (int round = 0; round < 3000; round++) {
            node.apply(someChanges(random));
            largestRows = Math.max(largestRows, node.rows.bytes());
            // Pages once, at least a quarter full and with heights; records of a rotation; slots that wait; one round.
            assertThat(node.state.bytes())
                    .as("seed %d, height %d", seed, round + 1)
                    .isLessThan(4 * largestRows + (RecordSlots.WAITING_MAX + 60) * 1100L);
        }
    }

    @Test
    void rowsThatAreAllRemovedLeaveOnePagePerTableAndFewRecords() {
        Node node = Node.fresh(SMALL);
        for (int batch = 0; batch < 30; batch++) {
            node.apply(rows(3, batch * 100, 100));
        }
        long pagesWhenFull = node.state.count(ChangeRecordLayout.PAGES);
        List<Change> removals = new ArrayList<>();
        node.rows.table(3).keySet().forEach(key -> removals.add(new Change(3, key, null)));
        node.apply(removals);
        for (int beat = 0; beat < 600; beat++) {
            long pagesBefore = node.state.count(ChangeRecordLayout.PAGES);
            node.apply(rows(0, 0, 1));
            // A page removed counts as a quarter of one written; one step is finished that began within what is owed.
            long owed = ChangeRecordLayout.RECORD_COUNTS_AT_LEAST * 4L / SMALL.pageBytes();
            assertThat(pagesBefore - node.state.count(ChangeRecordLayout.PAGES))
                    .isLessThanOrEqualTo(owed + BasePages.SWALLOWED_PER_STEP);
        }
        assertThat(pagesWhenFull).isGreaterThan(200);
        assertThat(node.state.count(ChangeRecordLayout.PAGES)).isEqualTo(3);
        assertThat(node.state.count(ChangeRecordLayout.RECORDS)).isLessThanOrEqualTo(RecordSlots.WAITING_MAX + 4);
        assertThat(node.restored(1).rows.rows()).isEqualTo(node.rows.rows());
    }

    @Test
    void theCostOfARoundFollowsWhatItChangedAlsoWhenRowsPourIntoOnePage() {
        Node node = Node.fresh(SMALL);
        for (int beat = 0; beat < 500; beat++) {
            // A base smaller than what is owed for one record: nothing of it is saved up for later rounds.
            node.apply(rows(0, 0, 1));
        }
        for (int batch = 0; batch < 200; batch++) {
            List<Change> changes = rows(7, batch * 20, 20);
            long changed = changes.stream().mapToLong(PackedRows::size).sum();
            MapState before = node.state.copy();
            node.apply(changes);
            // What it changed, as much of base pages, and at most one step more: two pages and what an old page leaves.
            assertThat(node.state.bytesDifferentFrom(before))
                    .as("batch %d", batch)
                    .isLessThan(changed + Math.max(changed, ChangeRecordLayout.RECORD_COUNTS_AT_LEAST) + 4 * 1024 + 500);
        }
    }

    @Test
    void slotsRemovedAndAddedAgainAreTheSameOnANodeRestoredInBetween() {
        Node node = Node.fresh(SLOW_ROTATION);
        for (int round = 0; round < 1500; round++) {
            node.apply(rows(3, round, 1));
        }
        long most = node.state.count(ChangeRecordLayout.RECORDS);
        for (int round = 0; round < 600; round++) {
            // Many bytes at once free the slots of many small rounds.
            node.apply(rows(7, 0, 400));
        }
        long fewest = node.state.count(ChangeRecordLayout.RECORDS);
        assertThat(fewest).isLessThan(most / 3);
        Node other = node.restored(1);
        for (int round = 0; node.state.count(ChangeRecordLayout.RECORDS) < fewest + 100 && round < 2000; round++) {
            List<Change> changes = rows(3, round, round % 3 + 1);
            node.apply(changes);
            other.apply(changes);
            assertThat(other.state.content()).as("round %d", round).isEqualTo(node.state.content());
        }
        assertThat(node.state.count(ChangeRecordLayout.RECORDS)).isEqualTo(fewest + 100);
    }

    @Test
    void smallRoundsBesideALargeBaseLeaveFewRecords() {
        Node node = Node.fresh(SMALL);
        for (int batch = 0; batch < 20; batch++) {
            node.apply(rows(3, batch * 100, 100));
        }
        for (int round = 0; round < 2000; round++) {
            node.apply(rows(3, round % 2000, 1));
        }
        long records = 2 * node.state.bytes() / ChangeRecordLayout.RECORD_COUNTS_AT_LEAST + RecordSlots.WAITING_MAX + 4;
        assertThat(node.state.count(ChangeRecordLayout.RECORDS)).isLessThanOrEqualTo(records).isLessThan(300);
    }

    @Test
    void recordsAreSplitAtTheirLimitAndNotBefore() {
        int rowBytes = PackedRows.size(rows(0, 0, 1).getFirst());
        int fit = SMALL.recordBytes() / rowBytes;
        Node atTheLimit = Node.fresh(SMALL);
        atTheLimit.apply(rows(0, 0, fit));
        assertThat(atTheLimit.state.count(ChangeRecordLayout.RECORDS)).isEqualTo(1);
        Node onePast = Node.fresh(SMALL);
        onePast.apply(rows(0, 0, fit + 1));
        assertThat(onePast.state.count(ChangeRecordLayout.RECORDS)).isEqualTo(2);
    }

    @Test
    void aRowLargerThanAPageAndARecordIsKept() {
        Node node = Node.fresh(SMALL);
        node.apply(rows(0, 0, 10));
        node.apply(List.of(new Change(0, Bytes.utf8("key-0000005"), Bytes.wrap(new byte[100_000]))));
        for (int round = 0; round < 100; round++) {
            node.apply(rows(3, round, 3));
        }
        assertThat(node.restored(1).rows.rows()).isEqualTo(node.rows.rows());
    }

    @Test
    void aRoundWithoutChangesWritesNothing() {
        Node node = Node.fresh(SMALL);
        node.apply(rows(0, 0, 10));
        Object before = node.state.content();
        node.layout.write(node.state, new StateMachine.Applied(2, List.of()), node.rows);
        assertThat(node.state.content()).isEqualTo(before);
    }

    @Test
    void anEmptyStateHoldsNoRows() {
        assertThat(Node.fresh(SMALL).restored(1).rows.rows()).isEmpty();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThat(new ChangeRecordLayout.Settings(1024, 1024 * 1024, 10)).isNotNull();
        assertThatThrownBy(() -> new ChangeRecordLayout.Settings(1023, 1024, 100)).hasMessageContaining("pageBytes is 1023");
        assertThatThrownBy(() -> new ChangeRecordLayout.Settings(1024, 1024 * 1024 + 1, 100))
                .hasMessageContaining("recordBytes");
        assertThatThrownBy(() -> new ChangeRecordLayout.Settings(1024, 1024, 9)).hasMessageContaining("rewritePercent");
    }

    /** Bursts and trickles, new rows and old, removals, short and long values, scattered and in line. */
    private static List<Change> someChanges(Random random) {
        int count = random.nextInt(20) == 0 ? 200 : 1 + random.nextInt(12);
        boolean inLine = random.nextInt(3) == 0;
        int first = random.nextInt(KEYS);
        int table = List.of(0, 3, 7).get(random.nextInt(3));
        TreeMap<Bytes, Change> changes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Bytes key = key(inLine ? (first + i) % KEYS : random.nextInt(KEYS));
            boolean removed = random.nextInt(100) < (first < KEYS / 4 ? 60 : 15);
            byte[] value = new byte[random.nextInt(50) == 0 ? random.nextInt(3000) : random.nextInt(60)];
            random.nextBytes(value);
            changes.put(key, new Change(table, key, removed ? null : Bytes.wrap(value)));
        }
        return List.copyOf(changes.values());
    }

    private static List<Change> rows(int table, int first, int count) {
        List<Change> rows = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            rows.add(new Change(table, key(i), Bytes.wrap(new byte[100])));
        }
        return rows;
    }

    private static Bytes key(int number) {
        return Bytes.utf8("key-%07d".formatted(number));
    }
}
