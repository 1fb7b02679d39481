package org.allmende.ledger.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a state promises, rule by rule. */
final class StateTest {
    private static final int PLANTS = 1 * 256 + 2;
    private static final int STONES = 1 * 256 + 1;

    private final State state = new State();
    private final Table<Bytes, String> plants = state.declare(1, 2, "plants", Plain.KEYS, Plain.TEXT);
    private final Table<Bytes, String> stones = state.declare(1, 1, "stones", Plain.KEYS, Plain.TEXT);

    @Nested
    class Declaring {
        @Test
        void numbersATableByApplicationAndItsOwnNumber() {
            assertThat(plants.number()).isEqualTo(PLANTS);
            assertThat(plants.name()).isEqualTo("plants");
            assertThat(state.tables()).containsExactly(STONES, PLANTS);
            assertThat(state.declare(255, 255, "last", Plain.KEYS, Plain.TEXT).number()).isEqualTo(0xffff);
        }

        @Test
        void refusesANumberOrANameThatIsTaken() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> state.declare(1, 2, "trees", Plain.KEYS, Plain.TEXT))
                    .withMessageContaining("taken by table plants");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> state.declare(1, 3, "plants", Plain.KEYS, Plain.TEXT))
                    .withMessageContaining("taken by table plants");
            assertThat(state.declare(2, 2, "plants", Plain.KEYS, Plain.TEXT).number())
                    .as("another application has names and numbers of its own")
                    .isEqualTo(2 * 256 + 2);
        }

        @Test
        void refusesWhatDoesNotFitAByte() {
            for (int wrong : new int[] {-1, 256}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> state.declare(wrong, 3, "trees", Plain.KEYS, Plain.TEXT));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> state.declare(1, wrong, "trees", Plain.KEYS, Plain.TEXT));
            }
        }

        @Test
        void refusesANameThatIsNotLowerCase() {
            for (String wrong : new String[] {"", "Trees", "tall trees", "trees/", "1trees"}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> state.declare(1, 3, wrong, Plain.KEYS, Plain.TEXT));
            }
            assertThat(state.declare(1, 3, "tall-trees-2", Plain.KEYS, Plain.TEXT).name())
                    .isEqualTo("tall-trees-2");
        }
    }

    @Nested
    class Reading {
        @Test
        void rangesIncludeTheirBeginningAndExcludeTheirEnd() {
            for (String key : new String[] {"d", "b", "a", "c"}) {
                plants.put(key(key), key);
            }
            assertThat(ascending(plants, "b", "d")).containsExactly("b", "c");
            assertThat(ascending(plants, "bb", "cc")).containsExactly("c");
            assertThat(ascending(plants, null, "b")).containsExactly("a");
            assertThat(ascending(plants, "c", null)).containsExactly("c", "d");
            assertThat(ascending(plants, "d", "b")).isEmpty();
            assertThat(ascending(plants, "b", "b")).isEmpty();
            assertThat(descending(plants, "b", "d")).containsExactly("c", "b");
            assertThat(descending(plants, null, null)).containsExactly("d", "c", "b", "a");
            assertThat(plants.first(null)).hasValueSatisfying(row -> assertThat(row.value()).isEqualTo("a"));
            assertThat(plants.first(key("bb"))).hasValueSatisfying(row -> assertThat(row.key()).isEqualTo(key("c")));
            assertThat(plants.first(key("e"))).isEmpty();
        }

        @Test
        void keysSortAsUnsignedBytes() {
            plants.put(Bytes.of((byte) 0x80), "high");
            plants.put(Bytes.of((byte) 0x7f), "low");
            plants.put(Bytes.EMPTY, "empty");
            assertThat(ascending(plants, null, null)).containsExactly("empty", "low", "high");
        }

        @Test
        void stopsWhenTheVisitorSaysSo() {
            plants.put(key("a"), "a");
            plants.put(key("b"), "b");
            List<String> seen = new ArrayList<>();
            plants.descend(null, null, (key, value) -> {
                seen.add(value);
                return false;
            });
            assertThat(seen).containsExactly("b");
        }

        @Test
        void refusesWritesToATableThatIsIteratedOver() {
            plants.put(key("a"), "oak");
            assertThatIllegalStateException()
                    .isThrownBy(() -> plants.ascend(null, null, (key, value) -> {
                        plants.put(key, "elm");
                        return true;
                    }))
                    .withMessageContaining("plants");
            assertThatIllegalStateException().isThrownBy(() -> plants.descend(null, null, (key, value) -> {
                plants.remove(key);
                return true;
            }));
            assertThat(plants.get(key("a"))).hasValue("oak");
            plants.put(key("a"), "ash");
            assertThat(plants.get(key("a"))).as("afterwards writes are welcome again").hasValue("ash");
        }

        @Test
        void otherTablesMayBeWrittenToMeanwhile() {
            plants.put(key("a"), "oak");
            plants.ascend(null, null, (key, value) -> {
                stones.put(key, value);
                return true;
            });
            assertThat(stones.get(key("a"))).hasValue("oak");
        }
    }

    @Nested
    class Limiting {
        private final Bytes longest = Bytes.wrap(new byte[Limits.TABLE_KEY_BYTES_MAX]);
        private final Bytes tooLong = Bytes.wrap(new byte[Limits.TABLE_KEY_BYTES_MAX + 1]);

        @Test
        void storesKeysUpToTheLimit() {
            plants.put(longest, "long");
            assertThat(plants.get(longest)).hasValue("long");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plants.put(tooLong, "longer"))
                    .withMessageContaining("8193 bytes, the limit is 8192");
            assertThat(plants.size()).isEqualTo(1);
        }

        @Test
        void looksForLongerKeysInVain() {
            plants.put(longest, "long");
            assertThat(plants.get(tooLong)).isEmpty();
            plants.remove(tooLong);
            List<String> below = new ArrayList<>();
            plants.ascend(null, tooLong, (key, value) -> below.add(value));
            assertThat(below).as("a bound may be longer than any key").containsExactly("long");
        }

        @Test
        void restoresKeysUpToTheLimit() {
            state.restore(List.of(new Entry(PLANTS, longest, Bytes.utf8("long"))));
            assertThat(plants.get(longest)).hasValue("long");
            assertThatIllegalStateException()
                    .isThrownBy(() -> state.restore(List.of(new Entry(PLANTS, tooLong, Bytes.utf8("longer")))));
        }
    }

    @Nested
    class Grouping {
        @Test
        void rollsBackEveryKindOfWrite() {
            plants.put(key("kept"), "oak");
            plants.put(key("changed"), "elm");
            state.endRound(1, 10);
            state.begin();
            plants.put(key("new"), "fir");
            plants.put(key("changed"), "ash");
            plants.put(key("changed"), "yew");
            plants.remove(key("kept"));
            plants.put(key("kept"), "box");
            stones.put(key("new"), "flint");
            state.rollback();
            assertThat(ascending(plants, null, null)).containsExactly("elm", "oak");
            assertThat(plants.size()).isEqualTo(2);
            assertThat(stones.size()).isZero();
            assertThat(state.endRound(2, 20)).isEmpty();
        }

        @Test
        void rollsBackOnlyTheOpenGroup() {
            state.begin();
            plants.put(key("a"), "oak");
            state.commit();
            plants.put(key("b"), "elm");
            state.begin();
            plants.remove(key("a"));
            plants.remove(key("b"));
            state.rollback();
            assertThat(ascending(plants, null, null)).containsExactly("oak", "elm");
        }

        @Test
        void refusesStepsOutOfTurn() {
            assertThatIllegalStateException().isThrownBy(state::commit).withMessageContaining("no group");
            assertThatIllegalStateException().isThrownBy(state::rollback).withMessageContaining("no group");
            state.begin();
            assertThatIllegalStateException().isThrownBy(state::begin).withMessageContaining("a group is open");
            assertThatIllegalStateException().isThrownBy(() -> state.endRound(1, 10));
            assertThatIllegalStateException().isThrownBy(() -> state.publish(1, 10));
            assertThatIllegalStateException().isThrownBy(() -> state.restore(List.of()));
            state.commit();
            assertThat(state.endRound(1, 10)).isEmpty();
        }
    }

    @Nested
    class EndingARound {
        @Test
        void tellsEachRowThatDiffersOnceByTableThenKey() {
            plants.put(key("gone"), "oak");
            plants.put(key("same"), "elm");
            plants.put(key("changed"), "ash");
            state.endRound(1, 10);
            plants.put(key("same"), "other");
            plants.put(key("same"), "elm");
            plants.put(key("passing"), "fir");
            plants.remove(key("passing"));
            plants.put(key("changed"), "yew");
            plants.remove(key("gone"));
            plants.put(key("new"), "box");
            stones.put(key("new"), "flint");
            assertThat(state.endRound(2, 20))
                    .containsExactly(
                            new Change(STONES, key("new"), Bytes.utf8("flint")),
                            new Change(PLANTS, key("changed"), Bytes.utf8("yew")),
                            new Change(PLANTS, key("gone"), null),
                            new Change(PLANTS, key("new"), Bytes.utf8("box")));
            assertThat(state.endRound(3, 30)).isEmpty();
        }

        @Test
        void scansAndLooksUpRowsAsOfTheLastOne() {
            plants.put(key("a"), "oak");
            plants.put(key("b"), "elm");
            plants.put(key("c"), "ash");
            state.endRound(1, 10);
            plants.put(key("b"), "not yet");
            plants.put(key("d"), "not yet");
            List<Entry> scanned = new ArrayList<>();
            state.scan(PLANTS, key("b"), (key, value) -> scanned.add(new Entry(PLANTS, key, value)));
            assertThat(scanned)
                    .containsExactly(
                            new Entry(PLANTS, key("b"), Bytes.utf8("elm")),
                            new Entry(PLANTS, key("c"), Bytes.utf8("ash")));
            assertThat(state.row(PLANTS, key("b"))).isEqualTo(Bytes.utf8("elm"));
            assertThat(state.row(PLANTS, key("d"))).isNull();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> state.scan(77, Bytes.EMPTY, (key, value) -> true))
                    .withMessageContaining("no table 77");
            assertThatIllegalArgumentException().isThrownBy(() -> state.row(77, Bytes.EMPTY));
        }
    }

    @Nested
    class Viewing {
        @Test
        void startsEmptyAtHeightZero() {
            assertThat(state.view().height()).isZero();
            assertThat(state.view().timeMillis()).isZero();
            assertThat(state.view().of(plants).size()).isZero();
        }

        @Test
        void showsTheRowsOfItsHeightForEver() {
            plants.put(key("a"), "oak");
            state.endRound(1, 10);
            View first = state.view();
            plants.put(key("a"), "elm");
            plants.put(key("b"), "ash");
            assertThat(state.view()).as("not before the round has ended").isSameAs(first);
            state.endRound(2, 20);
            assertThat(first.height()).isEqualTo(1);
            assertThat(first.timeMillis()).isEqualTo(10);
            assertThat(ascending(first.of(plants), null, null)).containsExactly("oak");
            assertThat(first.of(plants).get(key("b"))).isEmpty();
            assertThat(first.of(plants).size()).isEqualTo(1);
            assertThat(state.view().height()).isEqualTo(2);
            assertThat(ascending(state.view().of(plants), null, null)).containsExactly("elm", "ash");
        }

        @Test
        void canBePublishedWithoutEndingTheRound() {
            plants.put(key("a"), "oak");
            state.publish(0, 5);
            assertThat(state.view().of(plants).get(key("a"))).hasValue("oak");
            plants.put(key("a"), "elm");
            assertThat(state.endRound(1, 10)).containsExactly(new Change(PLANTS, key("a"), Bytes.utf8("elm")));
        }

        @Test
        void doesNotKnowTablesOfOtherStatesOrLaterOnes() {
            View view = state.view();
            Table<Bytes, String> later = state.declare(1, 9, "later", Plain.KEYS, Plain.TEXT);
            Table<Bytes, String> foreign = new State().declare(1, 1, "stones", Plain.KEYS, Plain.TEXT);
            assertThatIllegalArgumentException().isThrownBy(() -> view.of(later)).withMessageContaining("later");
            assertThatIllegalArgumentException().isThrownBy(() -> view.of(foreign));
            assertThat(state.view().of(later).size()).isZero();
        }
    }

    @Nested
    class Restoring {
        @Test
        void replacesEverythingAndHasNothingToTell() {
            plants.put(key("old"), "oak");
            state.endRound(1, 10);
            View before = state.view();
            plants.put(key("unfinished"), "elm");
            state.restore(List.of(
                    new Entry(PLANTS, key("b"), Bytes.utf8("ash")),
                    new Entry(STONES, key("s"), Bytes.utf8("flint")),
                    new Entry(PLANTS, key("a"), Bytes.utf8("yew"))));
            assertThat(ascending(plants, null, null)).containsExactly("yew", "ash");
            assertThat(stones.size()).isEqualTo(1);
            assertThat(state.row(PLANTS, key("a"))).isEqualTo(Bytes.utf8("yew"));
            assertThat(state.view()).as("readers keep theirs until the next is published").isSameAs(before);
            state.publish(7, 70);
            assertThat(state.view().height()).isEqualTo(7);
            assertThat(ascending(state.view().of(plants), null, null)).containsExactly("yew", "ash");
            assertThat(ascending(before.of(plants), null, null)).containsExactly("oak");
            assertThat(state.endRound(8, 80)).isEmpty();
        }

        @Test
        void refusesRowsItCannotPlaceOrReadAndStaysAsItWas() {
            plants.put(key("a"), "oak");
            Entry good = new Entry(PLANTS, key("b"), Bytes.utf8("elm"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> state.restore(List.of(good, new Entry(77, key("b"), Bytes.EMPTY))))
                    .withMessageContaining("table 77")
                    .withMessageContaining("start it with the applications");
            assertThatIllegalStateException()
                    .isThrownBy(() -> state.restore(List.of(good, new Entry(PLANTS, key("c"), Bytes.hex("ff")))))
                    .withMessageContaining("table plants")
                    .withMessageContaining("not UTF-8");
            assertThatIllegalStateException()
                    .isThrownBy(() -> state.restore(List.of(good, good)))
                    .withMessageContaining("twice");
            assertThat(ascending(plants, null, null)).containsExactly("oak");
        }
    }

    @Nested
    class Digesting {
        @Test
        void isTheHashOfTheCanonicalDump() {
            plants.put(key("b"), "elm");
            plants.put(key("a"), "oak");
            stones.put(key("s"), "flint");
            state.endRound(1, 10);
            assertThat(State.digest(state.view()))
                    .isEqualTo(Digests.sha256(
                            "allmende/1/state",
                            u32(STONES), u64(1), text("s"), text("flint"),
                            u32(PLANTS), u64(2), text("a"), text("oak"), text("b"), text("elm")));
        }

        @Test
        void isOfRowsAloneNotOfHeightTimeOrTablesWithoutRows() {
            state.endRound(1, 10);
            Bytes empty = State.digest(state.view());
            assertThat(empty).isEqualTo(Digests.sha256("allmende/1/state"));
            plants.put(key("a"), "oak");
            state.endRound(2, 20);
            assertThat(State.digest(state.view())).isNotEqualTo(empty);
            plants.remove(key("a"));
            state.endRound(3, 30);
            assertThat(State.digest(state.view())).isEqualTo(empty);
        }

        @Test
        void tellsKeysFromValuesAndTablesFromEachOther() {
            plants.put(key("ab"), "c");
            state.endRound(1, 10);
            Bytes one = State.digest(state.view());
            plants.remove(key("ab"));
            plants.put(key("a"), "bc");
            state.endRound(2, 20);
            Bytes other = State.digest(state.view());
            plants.remove(key("a"));
            stones.put(key("ab"), "c");
            state.endRound(3, 30);
            assertThat(List.of(one, other, State.digest(state.view()))).doesNotHaveDuplicates();
        }

        private static Bytes u32(int value) {
            return Bytes.wrap(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }

        private static Bytes u64(long value) {
            return Bytes.wrap(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        }

        private static Bytes text(String text) {
            return u32(text.length()).concat(Bytes.utf8(text));
        }
    }

    private static Bytes key(String text) {
        return Bytes.utf8(text);
    }

    private static List<String> ascending(
            TableView<Bytes, String> table, @Nullable String from,
            @Nullable String to) {
        List<String> values = new ArrayList<>();
        table.ascend(from == null ? null : key(from), to == null ? null : key(to), (key, value) -> values.add(value));
        return values;
    }

    private static List<String> descending(
            TableView<Bytes, String> table, @Nullable String from,
            @Nullable String to) {
        List<String> values = new ArrayList<>();
        table.descend(from == null ? null : key(from), to == null ? null : key(to), (key, value) -> values.add(value));
        return values;
    }
}
