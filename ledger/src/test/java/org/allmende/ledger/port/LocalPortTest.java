package org.allmende.ledger.port;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Head;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Notes;
import org.allmende.ledger.Notes.Reply;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.Admission.Reason;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;

class LocalPortTest {
    private final Bench bench = new Bench();
    private final HandEngine engine = new HandEngine();
    private final LocalPort port = open();

    private LocalPort open() {
        try {
            return LocalPort.open(new LocalPort.Settings(
                    bench.genesis,
                    0,
                    tables -> List.of(new Notes(tables)),
                    engine,
                    GATEWAY,
                    () -> Instant.ofEpochMilli(START),
                    Runnable::run));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Bench.Signed write(String name, long validUntilMillis) {
        return bench.sign(OPERATOR, validUntilMillis, group(new Request.Write(name, "four")));
    }

    // ---- admission

    @Test
    void whatIsRefusedNeverReachesTheEngine() {
        begin();
        Bench.Signed good = write("a", START + 60_000);

        assertRefused(Reason.TOO_LARGE, Bytes.of(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX + 1]));
        assertRefused(Reason.MALFORMED, Bytes.utf8("hello"));
        assertRefused(Reason.WRONG_NETWORK, Signer.of(bench.ledger.schema(), OPERATOR).sign(elsewhere(START + 60_000)));
        assertRefused(Reason.EXPIRED, write("a", START + 4_999).bytes());
        assertRefused(
                Reason.VALID_TOO_LONG,
                write("a", START + 5_000 + Limits.VALIDITY_MILLIS_MAX + 1).bytes());
        assertRefused(Reason.BAD_SIGNATURE, spoilt(good.bytes()));
        assertRefused(
                Reason.UNKNOWN_ACCOUNT,
                bench.sign(Bench.secret("nobody"), START + 60_000, group(new Request.Alone()))
                        .bytes());
        assertRefused(
                Reason.NOT_AUTHORIZED,
                bench.signFor(account(OPERATOR), OWNER, START + 60_000, group(new Request.Alone()))
                        .bytes());
        engine.refuses = Submission.Reason.HALTED;
        assertRefused(Reason.HALTED, good.bytes());
        engine.refuses = Submission.Reason.BUSY;
        assertRefused(Reason.BUSY, good.bytes());
        assertThat(engine.offered).isEmpty();
        assertThat(port.status().submitted()).isZero();

        engine.refuses = null;
        assertThat(port.submit(good.bytes())).isEqualTo(new Admission.Accepted(good.id()));
        assertThat(engine.offered).hasSize(1);
        assertThat(port.status().submitted()).isEqualTo(1);
    }

    @Test
    void beforeItsFirstRoundANetworkKnowsNobodyAndSaysSo() {
        assertRefused(Reason.HALTED, write("a", START + 60_000).bytes());
        begin();
        assertThat(port.submit(write("a", START + 60_000).bytes())).isInstanceOf(Admission.Accepted.class);
    }

    /** Signed soundly, for a network that is not this one. */
    private static Transaction elsewhere(long validUntilMillis) {
        return new Transaction(
                new NetworkId(Digests.sha256("another network")),
                account(OPERATOR),
                validUntilMillis,
                0,
                List.of(group(new Request.Alone())));
    }

    @Test
    void theFirstOfSeveralReasonsIsTheOneSaid() {
        begin();
        Bytes nobody = Bench.secret("nobody");

        assertRefused(
                Reason.WRONG_NETWORK,
                spoilt(Signer.of(bench.ledger.schema(), OPERATOR).sign(elsewhere(START + 60_000))));
        assertRefused(Reason.BAD_SIGNATURE, spoilt(write("a", START + 4_999).bytes()));
        assertRefused(
                Reason.BAD_SIGNATURE,
                spoilt(write("a", START + 5_000 + Limits.VALIDITY_MILLIS_MAX + 1).bytes()));
        assertRefused(Reason.EXPIRED, bench.sign(nobody, START + 4_999, group(new Request.Alone())).bytes());
        assertRefused(
                Reason.UNKNOWN_ACCOUNT,
                bench.signFor(account(nobody), OWNER, START + 60_000, group(new Request.Alone())).bytes());
        engine.refuses = Submission.Reason.BUSY;
        assertRefused(
                Reason.NOT_AUTHORIZED,
                bench.signFor(account(OPERATOR), OWNER, START + 60_000, group(new Request.Alone())).bytes());
    }

    @Test
    void reasonsStandInTheOrderInWhichTheyAreSaid() {
        assertThat(Reason.values())
                .containsExactly(
                        Reason.TOO_LARGE,
                        Reason.MALFORMED,
                        Reason.WRONG_NETWORK,
                        Reason.BAD_SIGNATURE,
                        Reason.EXPIRED,
                        Reason.VALID_TOO_LONG,
                        Reason.UNKNOWN_ACCOUNT,
                        Reason.NOT_AUTHORIZED,
                        Reason.OVER_QUOTA,
                        Reason.HALTED,
                        Reason.BUSY);
    }

    private static Bytes spoilt(Bytes signed) {
        byte[] bytes = signed.toArray();
        bytes[bytes.length - 1] ^= 1;
        return Bytes.wrap(bytes);
    }

    private void assertRefused(Reason reason, Bytes bytes) {
        assertThat(port.submit(bytes)).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).as("says what to do").contains(": ");
        });
    }

    // ---- who waits

    @Test
    void whoWaitsGetsTheReceiptAndTheWholeResults() throws Exception {
        begin();
        Bench.Signed write = write("a", START + 60_000);
        port.submit(write.bytes());
        var waiting = port.settled(write.id());
        assertThat(waiting).isNotDone();

        engine.round(10);

        assertThat(waiting.get().results()).contains(List.of(List.of(new Reply.Length(4))));
        assertThat(waiting.get().answer()).isInstanceOf(Answer.Applied.class);
        assertThat(port.settled(write.id()).get().answer())
                .isEqualTo(waiting.get().answer());
        assertThat(port.status().underWay()).isZero();
    }

    @Test
    void anEngineThatIsDoneAtOnceLeavesTheResultsToWhoWaitsFromBefore() throws Exception {
        begin();
        engine.isDoneAtOnce = true;
        Bench.Signed write = write("a", START + 60_000);
        LedgerPort.Awaited awaited = port.submitAwaiting(write.bytes());
        assertThat(awaited.admission()).isEqualTo(new Admission.Accepted(write.id()));
        assertThat(awaited.settled().get().results()).contains(List.of(List.of(new Reply.Length(4))));
    }

    @Test
    void nobodyWaitsForWhatWasRefused() {
        begin();
        Bench.Signed write = write("a", START + 60_000);
        LedgerPort.Awaited accepted = port.submitAwaiting(write.bytes());
        engine.refuses = Submission.Reason.BUSY;
        LedgerPort.Awaited refused = port.submitAwaiting(write.bytes());
        assertThat(refused.admission()).isInstanceOf(Admission.Refused.class);
        assertThat(port.status().underWay()).isEqualTo(1);

        engine.round(10);
        assertThat(accepted.settled()).isDone();
        assertThat(refused.settled()).isNotDone();
        assertThat(port.status().underWay()).isZero();
    }

    @Test
    void whoCancelsIsNotKeptInMind() throws Exception {
        Bench.Signed write = write("a", START + 60_000);
        var waiting = port.settled(write.id());
        var other = port.settled(write.id());
        waiting.cancel(false);
        assertThat(port.status().underWay()).isEqualTo(1);
        other.cancel(false);
        assertThat(port.status().underWay()).isZero();
    }

    @Test
    void whoWaitsIsToldThatItNeverHappenedOnceItCannotAnyMore() throws Exception {
        var waiting = port.settled(write("lost", START + 2_000).id());

        engine.round(5_000);

        assertThat(waiting.get().answer()).isEqualTo(new Answer.NeverHappened(1));
    }

    @Test
    void aStateTakenOverFromOthersAnswersWhoWaits() throws Exception {
        Bench.Signed write = write("a", START + 60_000);
        var waiting = port.settled(write.id());
        bench.after(10, write);

        engine.machine().restore(bench.rows());

        var receipt = bench.last().settled().getFirst().receipt();
        assertThat(waiting.get().answer()).isEqualTo(new Answer.Applied(1, receipt));
        assertThat(waiting.get().results()).isEmpty();
    }

    // ---- linearizable reads

    @Test
    void aLinearizableViewHoldsEverythingOrderedBeforeItWasAskedFor() throws Exception {
        begin();
        port.submit(write("a", START + 60_000).bytes());
        var view = port.linearizableView();
        assertThat(view).isNotDone();

        engine.round(10);

        assertThat(view.get().height()).isEqualTo(2);
    }

    @Test
    void aReadThatArrivesAfterABarrierWasSentDoesNotShareIt() {
        List<CompletableFuture<View>> sent = new ArrayList<>();
        Barriers barriers = new Barriers(() -> {
            sent.add(new CompletableFuture<>());
            return sent.getLast();
        });

        var first = barriers.join();
        assertThat(sent).hasSize(1);
        var second = barriers.join();
        sent.getFirst().complete(port.view());

        assertThat(first).isCompleted();
        assertThat(second).isNotCompleted();
    }

    @Test
    void aReadFailsWithAdviceWhenNoBarrierCanBeSent() {
        begin();
        engine.refuses = Submission.Reason.HALTED;

        var view = port.linearizableView();

        assertThatThrownBy(view::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NotReadyException.class)
                .hasMessageContaining("ask another node");
    }

    @Test
    void aReadFailsWhenItsBarrierWasNotOrderedInTime() {
        begin();
        var view = port.linearizableView();
        engine.offered.clear();

        engine.round(NodeVoice.VALIDITY_MILLIS + 5_000);

        assertThatThrownBy(view::get).hasCauseInstanceOf(NotReadyException.class);
    }

    @Test
    void waitingForAHeightEndsWithItOrWithPatience() throws Exception {
        assertThat(port.viewAbove(0, Duration.ofMillis(1)).height()).isZero();
        var above = CompletableFuture.supplyAsync(() -> {
            try {
                return port.viewAbove(0, Duration.ofSeconds(30)).height();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        engine.round(5_000);
        assertThat(above.get()).isEqualTo(1L);
    }

    // ---- events

    @Test
    void eventsArePulledFromAPlaceWithoutGapOrDuplicate() throws Exception {
        begin();
        for (int i = 0; i < 3; i++) {
            port.submit(bench.sign(
                            OPERATOR,
                            START + 60_000,
                            group(new Request.Write("a" + i, "")),
                            group(new Request.Write("b" + i, "")))
                    .bytes());
            engine.round(10);
        }

        EventPage page = port.eventsAfter(EventPlace.parse("2-0"), 3, Duration.ZERO);

        assertThat(page.complete()).isTrue();
        assertThat(page.events()).extracting(e -> e.place().toString()).containsExactly("2-1", "3-0", "3-1");
        assertThat(port.eventsAfter(EventPlace.parse("4-1"), 3, Duration.ZERO).events())
                .isEmpty();
    }

    @Test
    void whatIsNoLongerHeldIsSaidToBeMissing() throws Exception {
        EventBuffer buffer = new EventBuffer();
        for (int height = 1; height <= EventBuffer.HELD_MAX + 1; height++) {
            buffer.add(List.of(new EventPage.Placed(
                    new EventPlace(height, 0), 0, Notes.TAG, new Notes.Happening.Written("a"))));
        }

        EventPage first = buffer.after(EventPlace.START, 1, Duration.ZERO);
        assertThat(first.complete()).isFalse();
        assertThat(first.heldAfter()).isEqualTo(new EventPlace(1, 0));
        EventPage rest = buffer.after(new EventPlace(1, 0), 1, Duration.ZERO);
        assertThat(rest.complete()).isTrue();
        assertThat(rest.events().getFirst().place()).isEqualTo(new EventPlace(2, 0));
    }

    @Test
    void aNodeThatTookOverStateSaysWhatItNeverSaw() throws Exception {
        bench.after(10, bench.sign(OWNER, START + 60_000, group(new Request.Write("a", ""))));
        engine.machine().restore(bench.rows());

        // It is told at once, however patient it is.
        EventPage page = port.eventsAfter(EventPlace.START, 9, Duration.ofMinutes(1));
        assertThat(page.complete()).isFalse();
        assertThat(page.heldAfter()).isEqualTo(new EventPlace(1, Integer.MAX_VALUE));
        assertThat(port.eventsAfter(new EventPlace(1, 5), 9, Duration.ZERO).complete())
                .isFalse();
        engine.round(5_000);
        assertThat(port.eventsAfter(new EventPlace(2, -1), 9, Duration.ZERO).complete())
                .isTrue();
    }

    @Test
    void rowsAreCountedUnderTheNamesOfTheirTables() {
        begin();

        assertThat(port.rows(port.view()))
                .containsEntry("notes.notes", 1L)
                .containsEntry("ledger.accounts", 3L)
                .containsEntry("ledger.timers", 0L);
    }

    /** The first height, which opens the accounts of the genesis. */
    @Test
    void whatWasAppliedIsCountedWithoutTheLedgersOwnOperations() {
        begin();
        port.submit(bench.sign(
                        OPERATOR,
                        START + 60_000,
                        group(new Request.Write("a", "1"), new Request.Write("b", "2")),
                        group(new Request.Erase("not there")))
                .bytes());
        var _ = port.linearizableView();
        engine.round(10);

        Tally tally = port.tally();
        assertThat(tally.heights()).isEqualTo(2);
        assertThat(tally.transactions()).as("the barrier is one").isEqualTo(2);
        assertThat(tally.operations()).isEqualTo(2);
        assertThat(tally.refusedGroups()).isEqualTo(1);
        assertThat(tally.latest()).extracting(Head::height).containsExactly(1L, 2L);
        assertThat(tally.latest().getLast().stateHash()).isEqualTo(port.status().stateHash());

        for (int i = 0; i < Tally.LATEST_MAX; i++) {
            engine.round(5_000);
        }
        assertThat(port.tally().latest()).hasSize(Tally.LATEST_MAX).first().extracting(Head::height).isEqualTo(3L);
    }

    private void begin() {
        engine.round(5_000);
    }
}
