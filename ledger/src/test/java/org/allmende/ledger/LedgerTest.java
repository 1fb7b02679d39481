package org.allmende.ledger;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.allmende.ledger.Notes.Happening;
import org.allmende.ledger.Notes.Reply;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Bench bench = new Bench();

    // ---- what a transaction comes to

    @Test
    void groupsSucceedOrAreRefusedEachForItself() {
        var transaction = bench.sign(
                group(new Request.Write("a", "one"), new Request.Write("b", "three")),
                group(new Request.Write("a", "changed"), new Request.Erase("missing"), new Request.Write("c", "never")),
                group(new Request.Erase("b")));

        bench.after(10, transaction);

        assertThat(bench.last().settled()).singleElement().satisfies(settled -> {
            assertThat(settled.receipt().outcomes())
                    .containsExactly(
                            new GroupOutcome.Applied(List.of(Bytes.of((byte) 3), Bytes.of((byte) 5))),
                            new GroupOutcome.Refused(1, Notes.TAG, Notes.Why.NO_SUCH_NOTE.code()),
                            new GroupOutcome.Applied(List.of(Bytes.of((byte) 0))));
            assertThat(settled.results())
                    .containsExactly(
                            List.of(new Reply.Length(3), new Reply.Length(5)), List.of(), List.of(new Reply.Length(0)));
        });
        assertThat(bench.notes.text(bench.ledger.view(), "a")).contains("one");
        assertThat(bench.notes.text(bench.ledger.view(), "b")).isEmpty();
        assertThat(bench.notes.text(bench.ledger.view(), "c")).isEmpty();
    }

    @Test
    void eventsOfARefusedGroupAreTakenBackAndTheOthersAreNumberedWithoutGaps() {
        bench.after(
                10,
                bench.sign(
                        group(new Request.Write("a", "1")),
                        group(new Request.Write("x", "1"), new Request.Erase("missing")),
                        group(new Request.Write("b", "1"))));

        assertThat(bench.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(new Happening.Written("a"), new Happening.Written("b"));
        assertThat(bench.last().events()).extracting(placed -> placed.place().toString()).containsExactly("1-0", "1-1");
    }

    @Test
    void anApplicationMayObjectToAGroupAsAWhole() {
        bench.after(10, bench.sign(group(new Request.Write("a", "1"), new Request.Alone()), group(new Request.Alone())));

        assertThat(bench.last().settled().getFirst().receipt().outcomes())
                .containsExactly(
                        new GroupOutcome.Refused(0, Notes.TAG, Notes.Why.NOT_ALONE.code()),
                        new GroupOutcome.Applied(List.of(Bytes.of((byte) 1))));
    }

    @Test
    void aBugIsAnExceptionAndNotARefusal() {
        var crash = bench.sign(group(new Request.Crash()));
        assertThatThrownBy(() -> bench.after(10, crash))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a planted bug");
    }

    // ---- who is admitted

    @Test
    void aSecondCopyLeavesNoTrace() {
        var once = bench.sign(group(new Request.Write("a", "1")));
        bench.after(10, once, once);
        assertThat(bench.last().settled()).hasSize(1);
        bench.after(10, bench.sign(group(new Request.Erase("a"))));

        bench.after(10, once);

        assertThat(bench.last().settled()).isEmpty();
        assertThat(bench.notes.text(bench.ledger.view(), "a")).isEmpty();
        assertThat(bench.ledger.receipts().answer(bench.ledger.view(), once.id()))
                .isInstanceOfSatisfying(
                        Answer.Applied.class, applied -> assertThat(applied.receipt().height()).isEqualTo(1));
    }

    @Test
    void validityIsJudgedByAgreedTimeAtBothEnds() {
        bench.after(10);
        bench.round(0, START + 5_000, List.of());
        long now = START + 6_000;
        var tooLate = bench.sign(OPERATOR, now - 1, group(new Request.Write("late", "")));
        var justInTime = bench.sign(OPERATOR, now, group(new Request.Write("in-time", "")));
        var farthest = bench.sign(
                OPERATOR, now + Limits.VALIDITY_MILLIS_MAX, group(new Request.Write("farthest", "")));
        var tooFar = bench.sign(
                OPERATOR, now + Limits.VALIDITY_MILLIS_MAX + 1, group(new Request.Write("too-far", "")));

        bench.round(0, now, List.of(tooLate.bytes(), justInTime.bytes(), farthest.bytes(), tooFar.bytes()));

        assertThat(bench.last().settled())
                .extracting(settled -> settled.receipt().id())
                .containsExactly(justInTime.id(), farthest.id());
        assertThat(bench.last().settled()).extracting(s -> s.receipt().position()).containsExactly(1, 2);
    }

    @Test
    void onlyTheSendersOwnAuthorityCounts() {
        var stranger = bench.sign(Bench.secret("stranger"), START + 30_000, group(new Request.Write("a", "1")));
        var honest = bench.sign(group(new Request.Write("b", "1")));
        Bytes forged = bench.sign(OWNER, START + 30_000, group(new Request.Write("c", "1"))).bytes();
        byte[] broken = forged.toArray();
        broken[20] ^= 1;

        bench.round(0, START + 10, List.of(stranger.bytes(), Bytes.wrap(broken), Bytes.of(new byte[99]), honest.bytes()));

        assertThat(bench.last().settled()).extracting(s -> s.receipt().id()).containsExactly(honest.id());
    }

    @Test
    void aKeyOfAnotherOpenedAccountDoesNotStandBehindTheSender() {
        bench.after(10);
        var posing = bench.signFor(account(OPERATOR), OWNER, START + 30_000, group(new Request.Write("a", "forged")));
        var honest = bench.sign(OWNER, START + 30_000, group(new Request.Write("b", "own")));

        bench.after(10, posing, honest);

        assertThat(bench.last().settled()).extracting(s -> s.receipt().id()).containsExactly(honest.id());
        assertThat(bench.notes.text(bench.ledger.view(), "a")).isEmpty();
        assertThat(answer(posing)).isInstanceOf(Answer.Pending.class);
    }

    @Test
    void whatCannotBeRememberedIsNotAdmitted() {
        Bench small = new Bench(new Parameters(5_000, 3_000, 1_000, 2));
        var first = small.sign(group(new Request.Write("1", "")));
        var second = small.sign(group(new Request.Write("2", "")));
        var third = small.sign(group(new Request.Write("3", "")));

        small.after(10, first, second, third);
        assertThat(small.last().settled()).extracting(s -> s.receipt().id()).containsExactly(first.id(), second.id());

        small.round(0, START + 31_001, List.of());
        assertThat(small.ledger.receipts().remembered()).isZero();
        var fourth = small.sign(group(new Request.Write("4", "")));
        small.after(1, fourth);
        assertThat(small.last().settled()).extracting(s -> s.receipt().id()).containsExactly(fourth.id());
    }

    // ---- receipts

    @Test
    void theThreeAnswersAndNotYet() {
        var applied = bench.sign(group(new Request.Write("a", "1")));
        var never = bench.sign(group(new Request.Write("b", "1")));
        bench.after(10, applied);
        long validUntil = applied.transaction().validUntilMillis();

        assertThat(answer(never)).isEqualTo(new Answer.Pending(1));
        bench.round(0, validUntil, List.of());
        assertThat(answer(never)).isEqualTo(new Answer.Pending(2));
        bench.round(0, validUntil + 5_000, List.of());
        assertThat(answer(never)).isEqualTo(new Answer.NeverHappened(3));
        bench.round(0, validUntil + 120_000, List.of());
        assertThat(answer(applied)).isInstanceOf(Answer.Applied.class);
        assertThat(answer(never)).isEqualTo(new Answer.NeverHappened(4));
        bench.round(0, validUntil + 125_001, List.of());
        assertThat(answer(applied)).isEqualTo(new Answer.Forgotten(5));
        assertThat(answer(never)).isEqualTo(new Answer.Forgotten(5));
    }

    @Test
    void anOldViewNeverSaysNeverHappenedOfWhatWasForgottenMeanwhile() {
        var applied = bench.sign(group(new Request.Write("a", "1")));
        bench.after(10, applied);
        long validUntil = applied.transaction().validUntilMillis();
        bench.round(0, validUntil + 119_000, List.of());
        var oldView = bench.ledger.view();

        bench.round(0, validUntil + 125_000, List.of());

        assertThat(bench.ledger.receipts().answer(oldView, applied.id())).isInstanceOf(Answer.Forgotten.class);
    }

    private Answer answer(Bench.Signed transaction) {
        return bench.ledger.receipts().answer(bench.ledger.view(), transaction.id());
    }

    // ---- time

    @Test
    void agreedTimeNeverDecreases() {
        bench.round(0, START + 900, List.of(bench.sign(group(new Request.Write("a", ""))).bytes()));
        bench.round(0, START + 100, List.of(bench.sign(group(new Request.Write("b", ""))).bytes()));

        assertThat(bench.ledger.timeMillis()).isEqualTo(START + 900);
    }

    @Test
    void aRoundWithNothingToDoBecomesNoHeightUntilTheHeartbeat() {
        bench.after(10, bench.sign(group(new Request.Write("a", ""))));
        Bytes hash = bench.ledger.head().stateHash();

        assertThat(bench.after(4_999).dropped()).isTrue();
        assertThat(bench.ledger.height()).isEqualTo(1);
        assertThat(bench.ledger.head().stateHash()).isEqualTo(hash);

        assertThat(bench.after(5_000).height()).isEqualTo(2);
    }

    @Test
    void aRoundLaterThanExpectedByMoreThanTheGapBeginsWithOne() {
        bench.after(10, bench.sign(group(new Request.Write("a", ""))));
        long last = bench.ledger.timeMillis();
        bench.after(8_000);
        assertThat(bench.last().events()).isEmpty();

        bench.after(8_001, bench.sign(group(new Request.Write("b", ""))));

        long from = last + 8_000 + 5_000;
        assertThat(bench.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(
                        new LedgerEvent.GapPassed(from, from + 3_001),
                        new Happening.Missed(from, from + 3_001),
                        new Happening.Written("b"));
    }

    @Test
    void aTimerSetForATimeLongPastIsNoGap() {
        bench.after(10, bench.sign(group(new Request.Write("a", "1"))));
        bench.after(10, bench.sign(group(new Request.EraseAt("a", START - 60_000))));

        bench.after(10);

        assertThat(bench.last().events()).extracting(EventPage.Placed::event).containsExactly(new Happening.Erased("a"));
    }

    @Test
    void aNewEpochBeginsWithAGapAndIsAHeightEvenWhenEmpty() {
        bench.after(10, bench.sign(group(new Request.Write("a", ""))));

        assertThat(bench.round(1, START + 20, List.of()).height()).isEqualTo(2);

        assertThat(bench.last().events())
                .extracting(EventPage.Placed::event)
                .contains(new LedgerEvent.GapPassed(START + 20, START + 20));
    }

    @Test
    void theFirstHeightHasNoGapHoweverLateItComes() {
        bench.after(3_600_000, bench.sign(OPERATOR, START + 3_700_000, group(new Request.Write("a", ""))));

        assertThat(bench.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(new Happening.Written("a"));
    }

    // ---- timers

    @Test
    void aTimerFiresInTheFirstRoundThatHasReachedItsTime() {
        bench.after(
                10, bench.sign(group(new Request.Write("a", ""), new Request.EraseAt("a", START + 2_000))));
        assertThat(bench.ledger.nextExpectedMillis()).isEqualTo(START + 2_000);

        assertThat(bench.round(0, START + 1_999, List.of()).dropped()).isTrue();
        assertThat(bench.round(0, START + 2_000, List.of()).height()).isEqualTo(2);

        assertThat(bench.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(new Happening.Erased("a"));
        assertThat(bench.ledger.nextExpectedMillis()).isEqualTo(START + 7_000);
    }

    @Test
    void timersFireInOrderOfTheirTimeAndBeforeTheRoundsTransactions() {
        bench.after(
                10,
                bench.sign(group(
                        new Request.EraseAt("late", START + 300),
                        new Request.EraseAt("b", START + 100),
                        new Request.EraseAt("a", START + 100))));

        bench.after(400, bench.sign(group(new Request.Write("z", ""))));

        assertThat(bench.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(
                        new Happening.Erased("a"),
                        new Happening.Erased("b"),
                        new Happening.Erased("late"),
                        new Happening.Written("z"));
    }

    @Test
    void aTimerOfARefusedGroupWasNeverSet() {
        bench.after(
                10, bench.sign(group(new Request.EraseAt("first", START + 100), new Request.Erase("missing"))));

        bench.round(0, START + 5_010, List.of());

        assertThat(bench.last().events()).isEmpty();
        assertThat(bench.notes.text(bench.ledger.view(), "first")).contains("from genesis");
    }

    // ---- the same on every node, whatever became of it meanwhile

    @Seeds(30)
    void aLedgerRestoredFromItsRowsGoesOnExactlyAsTheOneThatRanThrough(Seed seed) {
        Bench through = new Bench();
        Bench restored = new Bench();
        for (int round = 0; round < 40; round++) {
            if (seed.oneIn(10)) {
                List<Entry> rows = restored.rows();
                Collections.shuffle(rows, new Random(seed.nextLong()));
                restored.ledger.restore(rows);
            }
            long time = through.ledger.timeMillis() + seed.nextInt(round % 13 == 0 ? 40_000 : 900);
            List<Bytes> transactions = transactions(seed, through, time);
            assertThat(restored.round(0, time, transactions)).isEqualTo(through.round(0, time, transactions));
        }
        assertThat(restored.ledger.head()).isEqualTo(through.ledger.head());
        assertThat(restored.ledger.digest(restored.ledger.view()))
                .isEqualTo(through.ledger.digest(through.ledger.view()));
        assertThat(restored.rows()).isEqualTo(through.rows());
    }

    private static List<Bytes> transactions(Seed random, Bench bench, long time) {
        List<Bytes> transactions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<Group> groups = new ArrayList<>();
            for (int g = 0; g <= random.nextInt(3); g++) {
                String name = "n" + random.nextInt(6);
                groups.add(
                        switch (random.nextInt(4)) {
                            case 0 -> group(new Request.Erase(name));
                            case 1 -> group(new Request.EraseAt(name, time + random.nextInt(3_000)));
                            case 2 -> group(new Request.Write(name, "x".repeat(random.nextInt(9))), new Request.Erase("n0"));
                            default -> group(new Request.Write(name, "" + random.nextInt()));
                        });
            }
            Bytes bytes = bench.sign(OPERATOR, time + random.nextInt(60_000), groups.toArray(Group[]::new)).bytes();
            transactions.add(bytes);
            if (random.nextInt(5) == 0) {
                transactions.add(bytes);
            }
        }
        return transactions;
    }

    @Test
    void rowsWithoutTheHeadAreRefused() {
        bench.after(10, bench.sign(group(new Request.Write("a", ""))));
        var rows = bench.rows().stream().filter(row -> row.table() != 0).toList();

        assertThatThrownBy(() -> new Bench().ledger.restore(rows)).hasMessageContaining("take the node's data away");
    }
}
