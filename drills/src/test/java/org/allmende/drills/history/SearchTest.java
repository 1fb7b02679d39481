package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.allmende.drills.history.Answer.Reading;
import org.junit.jupiter.api.Test;

/** What a ruling tells beside yes and no. */
class SearchTest {
    private static final Answer.Transacted DONE = Answer.done(0, Reading.UNTOLD);

    @Test
    void whatTakesTooLongIsUndecidedAndNeverAccepted() {
        History history = manyAtOnce("last");
        Ruling.Accepted accepted = (Ruling.Accepted) new Linearizability().check(history);
        int needed = (int) accepted.configurations();

        assertThat(new Linearizability(needed).check(history)).isEqualTo(accepted);
        Ruling ruling = new Linearizability(needed - 1).check(history);
        assertThat(ruling).isEqualTo(new Ruling.Undecided(List.of("key a"), needed - 1));
        assertThat(ruling.text()).startsWith("UNDECIDED after " + (needed - 1)).contains("raise the limit");
    }

    /** A violation in one part is told, whatever takes too long in another. */
    @Test
    void aViolationCountsMoreThanWhatIsUndecided() {
        List<Operation> operations = new ArrayList<>(manyAtOnce("last").operations());
        operations.add(Operation.ok("c", 0, 1, Transaction.get("b"), Answer.done(0, Reading.found("never put"))));
        assertThat(new Linearizability(2).check(new History(operations))).isInstanceOf(Ruling.Refused.class);
    }

    /** Each could have happened at any time, or not: 2 to the power of 400 histories, were they all tried. */
    @Test
    void manyUnknownOperationsCostLittle() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            operations.add(Operation.unknown("u" + i, i, Transaction.put("a", "u" + i)));
        }
        for (int i = 0; i < 200; i++) {
            long at = 1_000 + 10L * i;
            String seen = i % 2 == 0 ? "u" + i : "w" + i;
            operations.add(Operation.ok("w", at, at + 2, Transaction.put("a", "w" + i), DONE));
            operations.add(
                    Operation.ok("r", at + 3, at + 5, Transaction.get("a"), Answer.done(0, Reading.found(seen))));
        }
        assertThat(new Linearizability(2_000).check(new History(operations))).isInstanceOf(Ruling.Accepted.class);

        operations.add(Operation.ok("r", 9_000, 9_001, Transaction.get("a"), Answer.done(0, Reading.found("w7"))));
        assertThat(new Linearizability(2_000).check(new History(operations))).isInstanceOf(Ruling.Refused.class);
    }

    @Test
    void aViolationIsToldInAFewLines() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            Transaction put = Transaction.put("a", "v" + i);
            operations.add(Operation.ok("c1", 10L * i, 10L * i + 5, put, Answer.done(i, Reading.UNTOLD)));
        }
        operations.add(Operation.ok(
                "c2", 300, 309, Transaction.get("a"), Answer.done(29, new Reading.Found("v28", 28, 0))));
        operations.add(Operation.unknown("c3", 40, Transaction.put("b", "x")));
        Ruling.Refused ruling = (Ruling.Refused) new Linearizability().check(new History(operations));

        assertThat(ruling.text())
                .isEqualTo(
                        """
                        NOT LINEARIZABLE: key a
                        These cannot all be true, whatever became of the other 49 operations:
                          c1 290 295 ok put a v29 -> revision 29
                          c2 300 309 ok get a -> revision 29 found v28 modified 28
                        The longest order has 28 operations, last of all:
                          c1 230 235 ok put a v23 -> revision 23
                          c1 240 245 ok put a v24 -> revision 24
                          c1 250 255 ok put a v25 -> revision 25
                          c1 260 265 ok put a v26 -> revision 26
                          c1 270 275 ok put a v27 -> revision 27
                          c1 280 285 ok put a v28 -> revision 28
                        after which a = v28 modified 28, and none of these fits:
                          c1 290 295 ok put a v29 -> revision 29
                        or would make these impossible, which come later:
                          c2 300 309 ok get a -> revision 29 found v28 modified 28
                        """);
    }

    @Test
    void aStoreWhoseRevisionsGoBackOverItsKeysIsTold() {
        Ruling ruling = new Linearizability()
                .check(History.of(
                        Operation.ok("c1", 0, 1, Transaction.put("a", "1"), Answer.done(7, Reading.UNTOLD)),
                        Operation.ok("c2", 2, 3, Transaction.put("b", "1"), Answer.done(6, Reading.UNTOLD)),
                        Operation.ok("c2", 4, 5, Transaction.put("c", "1"), Answer.done(8, Reading.UNTOLD))));
        assertThat(ruling.text())
                .isEqualTo(
                        """
                        NOT LINEARIZABLE: the whole store, revisions went back
                        These cannot all be true, whatever became of the other 1 operations:
                          c1 0 1 ok put a 1 -> revision 7
                          c2 2 3 ok put b 1 -> revision 6
                        """);
    }

    @Test
    void whoHoldsALockIsTold() {
        Ruling ruling = new Linearizability()
                .check(History.of(
                        Operation.ok("c1", 0, 1, new Call.Acquire("l", "s1"), new Answer.Acquired(3)),
                        Operation.ok("c2", 2, 3, new Call.Acquire("l", "s2"), new Answer.Acquired(4)),
                        Operation.ok("c1", 4, 5, new Call.Release("l", "s1"), new Answer.Released())));
        assertThat(ruling.text())
                .contains("NOT LINEARIZABLE: lock l")
                .contains("after which s1 holds it with fence 3, and none of these fits:\n  c2 2 3 ok acquire l s2");
    }

    /** All that failed for certain is left out. */
    @Test
    void whatWasJudgedIsCounted() {
        Ruling ruling = new Linearizability()
                .check(History.of(
                        Operation.failed("c", 0, 1, Transaction.put("a", "1")),
                        Operation.unknown("c", 2, Transaction.put("a", "2")),
                        Operation.ok("c", 3, 4, Transaction.get("a"), Answer.done(0, Reading.ABSENT))));
        assertThat(ruling).isEqualTo(new Ruling.Accepted(2, 1));
        assertThat(ruling.text()).isEqualTo("LINEARIZABLE: 2 operations, 1 configurations tried\n");
    }

    /** Eight puts at once, of which this one is read after all. */
    private static History manyAtOnce(String last) {
        List<Operation> operations = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> {
            String value = i == 0 ? last : "v" + i;
            operations.add(Operation.ok("c" + i, i, 100 + i, Transaction.put("a", value), DONE));
        });
        operations.add(Operation.ok("r", 200, 201, Transaction.get("a"), Answer.done(0, Reading.found(last))));
        return new History(operations);
    }
}
