package org.allmende.ledger.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;

/** Whatever happens to a state, it does what plain sorted maps, copied at every group and round, would do. */
final class StateHistoryTest {
    private static final int ROUNDS = 80;
    private static final int TABLES = 3;

    private final State state = new State();
    private final List<Table<Bytes, String>> tables = declare(state);
    private List<NavigableMap<Bytes, String>> model = empty();

    private record Held(View view, List<NavigableMap<Bytes, String>> model, Bytes digest) {}

    @Seeds(6)
    void isWhatCopiedMapsWouldBe(Seed random) {
        Map<Integer, Map<Bytes, Bytes>> kept = new TreeMap<>();
        List<Held> held = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            List<NavigableMap<Bytes, String>> before = copy(model);
            playRound(random);
            View viewBefore = state.view();
            List<Change> changes = state.endRound(round, 1_000L * round);
            assertChangesAre(changes, before, model);
            replay(changes, kept);
            assertThat(kept).isEqualTo(encoded(model));
            assertThat(viewBefore.height()).isEqualTo(round - 1);
            assertThat(state.view().height()).isEqualTo(round);
            assertThat(state.view().timeMillis()).isEqualTo(1_000L * round);
            assertTablesAre(tables, model);
            if (random.oneIn(6)) {
                held.add(new Held(state.view(), copy(model), State.digest(state.view())));
            }
            if (random.oneIn(20)) {
                restoreShuffled(kept, random, round);
            }
        }
        assertThat(held).isNotEmpty();
        for (Held then : held) {
            assertTablesAre(tables.stream().map(then.view::of).toList(), then.model);
            assertThat(State.digest(then.view)).isEqualTo(then.digest);
        }
        assertSameDigestWithoutHistory();
    }

    private void playRound(Seed random) {
        int turns = random.nextInt(8);
        for (int turn = 0; turn < turns; turn++) {
            switch (random.nextInt(4)) {
                case 0 -> write(random, random.nextInt(20));
                case 1 -> {
                    List<NavigableMap<Bytes, String>> before = copy(model);
                    state.begin();
                    write(random, random.nextInt(60));
                    state.rollback();
                    model = before;
                }
                default -> {
                    state.begin();
                    write(random, random.nextInt(60));
                    state.commit();
                }
            }
        }
    }

    private void write(Seed random, int writes) {
        Bytes touched = Bytes.EMPTY;
        for (int i = 0; i < writes; i++) {
            int table = random.nextInt(TABLES);
            Bytes key = Bytes.of((byte) random.nextInt(256), (byte) random.nextInt(4));
            if (random.nextInt(5) < 3) {
                String value = "value " + random.nextInt(3);
                tables.get(table).put(key, value);
                model.get(table).put(key, value);
            } else {
                tables.get(table).remove(key);
                model.get(table).remove(key);
            }
            touched = key;
        }
        for (int table = 0; table < TABLES; table++) {
            assertThat(tables.get(table).get(touched)).isEqualTo(Optional.ofNullable(model.get(table).get(touched)));
        }
    }

    /** Each row that differs once, none that does not, by table, then key. */
    private static void assertChangesAre(
            List<Change> changes, List<NavigableMap<Bytes, String>> before, List<NavigableMap<Bytes, String>> after) {
        List<Change> expected = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            TreeMap<Bytes, String> all = new TreeMap<>(before.get(table));
            all.putAll(after.get(table));
            for (Bytes key : all.keySet()) {
                String now = after.get(table).get(key);
                if (!Optional.ofNullable(now).equals(Optional.ofNullable(before.get(table).get(key)))) {
                    expected.add(new Change(number(table), key, now == null ? null : Bytes.utf8(now)));
                }
            }
        }
        assertThat(changes).isEqualTo(expected);
    }

    private static void replay(List<Change> changes, Map<Integer, Map<Bytes, Bytes>> kept) {
        for (Change change : changes) {
            Map<Bytes, Bytes> rows = kept.computeIfAbsent(change.table(), number -> new TreeMap<>());
            if (change.value() == null) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), change.value());
            }
        }
        kept.values().removeIf(Map::isEmpty);
    }

    private void restoreShuffled(Map<Integer, Map<Bytes, Bytes>> kept, Seed random, int height) {
        List<Entry> entries = new ArrayList<>();
        kept.forEach((table, rows) -> rows.forEach((key, value) -> entries.add(new Entry(table, key, value))));
        Collections.shuffle(entries, Random.from(random));
        Bytes digest = State.digest(state.view());
        state.restore(entries);
        state.publish(height, 1_000L * height);
        assertTablesAre(tables, model);
        assertThat(State.digest(state.view())).isEqualTo(digest);
    }

    private void assertSameDigestWithoutHistory() {
        State fresh = new State();
        List<Table<Bytes, String>> freshTables = declare(fresh);
        for (int table = TABLES - 1; table >= 0; table--) {
            model.get(table).descendingMap().forEach(freshTables.get(table)::put);
        }
        fresh.endRound(1, 1);
        assertThat(State.digest(fresh.view())).isEqualTo(State.digest(state.view()));
    }

    private static void assertTablesAre(
            List<? extends TableView<Bytes, String>> tables, List<NavigableMap<Bytes, String>> model) {
        for (int table = 0; table < TABLES; table++) {
            TreeMap<Bytes, String> rows = new TreeMap<>();
            tables.get(table).ascend(null, null, (key, value) -> rows.put(key, value) == null);
            assertThat(rows).isEqualTo(model.get(table));
            assertThat(tables.get(table).size()).isEqualTo(rows.size());
        }
    }

    private static List<Table<Bytes, String>> declare(State state) {
        List<Table<Bytes, String>> tables = new ArrayList<>();
        // Against the order of their numbers: the order of declaration must not show.
        for (int table = TABLES - 1; table >= 0; table--) {
            tables.addFirst(state.declare(table, 7, "rows", Plain.KEYS, Plain.TEXT));
        }
        return tables;
    }

    private static int number(int table) {
        return table * 256 + 7;
    }

    private static List<NavigableMap<Bytes, String>> empty() {
        List<NavigableMap<Bytes, String>> model = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            model.add(new TreeMap<>());
        }
        return model;
    }

    private static List<NavigableMap<Bytes, String>> copy(List<NavigableMap<Bytes, String>> model) {
        List<NavigableMap<Bytes, String>> copies = new ArrayList<>();
        model.forEach(rows -> copies.add(new TreeMap<>(rows)));
        return copies;
    }

    private static Map<Integer, Map<Bytes, Bytes>> encoded(List<NavigableMap<Bytes, String>> model) {
        Map<Integer, Map<Bytes, Bytes>> encoded = new TreeMap<>();
        for (int table = 0; table < TABLES; table++) {
            Map<Bytes, Bytes> rows = new TreeMap<>();
            model.get(table).forEach((key, value) -> rows.put(key, Bytes.utf8(value)));
            if (!rows.isEmpty()) {
                encoded.put(number(table), rows);
            }
        }
        return encoded;
    }
}
