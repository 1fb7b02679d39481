package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.ACCEPTED;
import static org.allmende.consensus.solo.SoloFixture.NETWORK;
import static org.allmende.consensus.solo.SoloFixture.applyOneByOne;
import static org.allmende.consensus.solo.SoloFixture.awaitThat;
import static org.allmende.consensus.solo.SoloFixture.offer;
import static org.allmende.consensus.solo.SoloFixture.recovered;
import static org.allmende.consensus.solo.SoloFixture.refused;
import static org.allmende.consensus.solo.SoloFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Health.State;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Submission.Reason;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoloConsensusTest {
    @TempDir
    Path dir;

    private SoloSettings settings() {
        return SoloSettings.in(dir, NETWORK);
    }

    @Test
    void whatIsAcceptedIsAppliedInOrderAndIsThereAfterARestart() throws IOException {
        write(settings(), "a", "b", "c");
        assertThat(recovered(settings())).containsExactly(Map.entry("a", 1L), Map.entry("b", 2L), Map.entry("c", 3L));
    }

    @Test
    void heightsGoOnAfterARestart() throws IOException {
        write(settings(), "a", "b");
        write(settings(), "c");
        assertThat(recovered(settings())).containsEntry("c", 3L);
    }

    @Test
    void whatWaitsWhileARoundIsAppliedBecomesOneRound() throws Exception {
        CountDownLatch applying = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TreeMapMachine machine = TreeMapMachine.quiet().before(round -> {
            applying.countDown();
            awaitUnchecked(goOn);
        });
        try (SoloConsensus engine = new SoloConsensus(settings().withRound(3, SoloSettings.ROUND_BYTES_MAX))) {
            engine.start(machine);
            engine.submit(offer("first"));
            applying.await();
            for (String each : List.of("1", "2", "3", "4")) {
                assertThat(engine.submit(offer(each))).isEqualTo(ACCEPTED);
            }
            goOn.countDown();
            awaitThat(() -> machine.applied().size() == 5);
            assertThat(machine.rounds).extracting(round -> round.transactions().size()).containsExactly(1, 3, 1);
        }
    }

    @Test
    void aRoundTakesNoMoreBytesThanItMay() throws Exception {
        Offer large = new Offer(Bytes.wrap(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX - 1]), Long.MAX_VALUE);
        OfferWindow window = new OfferWindow(9, 9L * Limits.SIGNED_TRANSACTION_BYTES_MAX);
        window.open();
        for (Offer each : List.of(large, offer("x"), offer("y"))) {
            assertThat(window.reserve(each)).isEmpty();
            assertThat(window.enter(each)).isTrue();
        }
        assertThat(window.take(0, 9, Limits.SIGNED_TRANSACTION_BYTES_MAX)).containsExactly(large, offer("x"));
        assertThat(window.take(0, 9, Limits.SIGNED_TRANSACTION_BYTES_MAX)).containsExactly(offer("y"));
    }

    @Test
    void aFullWindowIsBusyUntilItsTransactionsAreApplied() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        TreeMapMachine machine = TreeMapMachine.quiet().before(round -> awaitUnchecked(goOn));
        try (SoloConsensus engine = new SoloConsensus(settings().withWindow(3, SoloSettings.WINDOW_BYTES_MAX))) {
            engine.start(machine);
            for (String each : List.of("1", "2", "3")) {
                assertThat(engine.submit(offer(each))).isEqualTo(ACCEPTED);
            }
            assertThat(engine.submit(offer("4"))).isEqualTo(refused(Reason.BUSY));
            goOn.countDown();
            awaitThat(() -> engine.submit(offer("4")).equals(ACCEPTED));
            awaitThat(() -> machine.applied().size() == 4);
        }
    }

    @Test
    void aWindowFullOfBytesIsBusyToo() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        TreeMapMachine machine = TreeMapMachine.quiet().before(round -> awaitUnchecked(goOn));
        int largest = Limits.SIGNED_TRANSACTION_BYTES_MAX;
        try (SoloConsensus engine = new SoloConsensus(settings().withWindow(100, largest))) {
            engine.start(machine);
            assertThat(engine.submit(new Offer(Bytes.wrap(new byte[largest - 1]), Long.MAX_VALUE))).isEqualTo(ACCEPTED);
            assertThat(engine.submit(offer("22"))).isEqualTo(refused(Reason.BUSY));
            assertThat(engine.submit(offer("1"))).isEqualTo(ACCEPTED);
            assertThat(engine.submit(offer("1"))).isEqualTo(refused(Reason.BUSY));
            goOn.countDown();
        }
    }

    @Test
    void anOversizedTransactionIsRefusedAndThoseAroundItAreNot() throws Exception {
        TreeMapMachine machine = TreeMapMachine.quiet();
        Bytes largest = Bytes.wrap(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX]);
        Bytes tooLarge = Bytes.wrap(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX + 1]);
        try (SoloConsensus engine = new SoloConsensus(settings())) {
            engine.start(machine);
            assertThat(engine.guarantees().largestTransactionBytes()).isEqualTo(largest.length());
            assertThat(engine.submit(offer("before"))).isEqualTo(ACCEPTED);
            assertThat(engine.submit(new Offer(tooLarge, Long.MAX_VALUE))).isEqualTo(refused(Reason.TOO_LARGE));
            assertThat(engine.submit(new Offer(largest, Long.MAX_VALUE))).isEqualTo(ACCEPTED);
            assertThat(engine.submit(offer("after"))).isEqualTo(ACCEPTED);
            awaitThat(() -> machine.applied().size() == 3);
        }
        assertThat(recovered(settings())).hasSize(3).containsKeys("before", "after");
    }

    @Test
    void everyAcceptedTransactionIsHintedAtAheadAlsoInAReplay() throws IOException {
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(settings())) {
            engine.start(machine);
            applyOneByOne(engine, machine, "a", "b");
            assertThat(machine.ahead).containsExactly(Bytes.utf8("a"), Bytes.utf8("b"));
        }
        TreeMapMachine replayed = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(settings())) {
            engine.start(replayed);
            assertThat(replayed.ahead).containsExactly(Bytes.utf8("a"), Bytes.utf8("b"));
        }
    }

    @Test
    void anOfferIsDroppedOnceItsValidityHasPassed() throws IOException {
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(settings().withClock(new SoloFixture.HandClock(1_000)))) {
            engine.start(machine);
            assertThat(engine.submit(new Offer(Bytes.utf8("late"), 999))).isEqualTo(ACCEPTED);
            assertThat(engine.submit(new Offer(Bytes.utf8("in time"), 1_000))).isEqualTo(ACCEPTED);
            awaitThat(() -> machine.applied().containsKey("in time"));
            assertThat(machine.applied()).doesNotContainKey("late");
        }
    }

    @Test
    void anExpiredOfferGivesItsPlaceBack() {
        OfferWindow window = new OfferWindow(1, SoloSettings.WINDOW_BYTES_MAX);
        window.open();
        Offer late = new Offer(Bytes.utf8("late"), 999);
        assertThat(window.reserve(late)).isEmpty();
        window.enter(late);
        assertThat(window.reserve(offer("next"))).contains(Reason.BUSY);
        assertThat(window.take(1_000, 1, 100)).isEmpty();
        assertThat(window.reserve(offer("next"))).isEmpty();
    }

    @Test
    void anIdleNetworkMakesARoundWhenOneIsDueAndNoneBefore() throws IOException {
        SoloFixture.HandClock clock = new SoloFixture.HandClock(5_000);
        TreeMapMachine machine = new TreeMapMachine(5_000);
        try (SoloConsensus engine = new SoloConsensus(settings().withClock(clock))) {
            engine.start(machine);
            awaitThat(() -> machine.height() == 1);
            clock.set(9_999);
            applyOneByOne(engine, machine, "a");
            clock.set(14_998);
            applyOneByOne(engine, machine, "b");
            clock.set(19_998);
            awaitThat(() -> machine.height() == 4);
        }
        assertThat(machine.rounds).extracting(Round::timeMillis).containsExactly(5_000L, 9_999L, 14_998L, 19_998L);
        assertThat(machine.rounds.getFirst().transactions()).isEmpty();
        assertThat(machine.rounds.getLast().transactions()).isEmpty();

        TreeMapMachine again = new TreeMapMachine(5_000);
        try (SoloConsensus engine = new SoloConsensus(settings().withClock(clock))) {
            engine.start(again);
            assertThat(again.height()).as("empty rounds are in the log").isEqualTo(4);
            assertThat(again.rounds).isEqualTo(machine.rounds);
        }
    }

    @Test
    void timeStandsStillWhileTheClockIsSetBackAlsoAfterARestart() throws IOException {
        SoloFixture.HandClock clock = new SoloFixture.HandClock(1_000);
        SoloSettings settings = settings().withClock(clock);
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(settings)) {
            engine.start(machine);
            applyOneByOne(engine, machine, "a");
            clock.set(400);
            applyOneByOne(engine, machine, "b");
        }
        try (SoloConsensus engine = new SoloConsensus(settings)) {
            TreeMapMachine again = TreeMapMachine.quiet();
            engine.start(again);
            applyOneByOne(engine, again, "c");
            clock.set(1_001);
            applyOneByOne(engine, again, "d");
            assertThat(again.rounds).extracting(Round::timeMillis).containsExactly(1_000L, 1_000L, 1_000L, 1_001L);
        }
    }

    @Test
    void healthSaysWhatTheEngineIsDoing() throws IOException {
        TreeMapMachine machine = TreeMapMachine.quiet();
        SoloConsensus engine = new SoloConsensus(settings());
        assertThat(engine.health().state()).isEqualTo(State.CATCHING_UP);
        assertThat(engine.submit(offer("early"))).isEqualTo(refused(Reason.HALTED));
        engine.start(machine);
        applyOneByOne(engine, machine, "a");
        awaitThat(() -> engine.health().height() == 1);
        assertThat(engine.health().state()).isEqualTo(State.ORDERING);
        engine.close();
        engine.close();
        assertThat(engine.health().state()).isEqualTo(State.HALTED);
        assertThat(engine.health().why()).isEqualTo("closed");
        assertThat(engine.submit(offer("late"))).isEqualTo(refused(Reason.HALTED));
        assertThatThrownBy(() -> engine.start(machine)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEngineWhoseStateMachineThrewHaltsWithEvidenceAndTellsOnce() throws IOException {
        AtomicReference<Throwable> told = new AtomicReference<>();
        IllegalStateException bug = new IllegalStateException("two and two are five");
        TreeMapMachine machine = TreeMapMachine.quiet().before(round -> {
            if (round.transactions().getFirst().transaction().equals(Bytes.utf8("bad"))) {
                throw bug;
            }
        });
        try (SoloConsensus engine = new SoloConsensus(settings().withOnFault(told::set))) {
            engine.start(machine);
            applyOneByOne(engine, machine, "good");
            engine.submit(offer("bad"));
            awaitThat(() -> told.get() != null);
            assertThat(told.get()).isSameAs(bug);
            assertThat(engine.health().state()).isEqualTo(State.HALTED);
            assertThat(engine.health().why()).contains("two and two are five", "fault-2-");
            assertThat(engine.submit(offer("more"))).isEqualTo(refused(Reason.HALTED));
        }
        try (var files = Files.newDirectoryStream(dir, "fault-*.txt")) {
            assertThat(Files.readString(files.iterator().next())).contains("two and two are five", "doing  ordering");
        }
        SoloConsensus again = new SoloConsensus(settings());
        assertThatThrownBy(() -> again.start(machine)).isSameAs(bug);
        assertThat(again.health().why()).contains("replaying the log", "two and two are five");
        assertThat(recovered(settings())).as("with the bug mended").containsKeys("good", "bad");
    }

    @Test
    void anEngineThatCannotWriteHalts() throws IOException {
        AtomicReference<Throwable> told = new AtomicReference<>();
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine =
                new SoloConsensus(settings().withCheckpointLogBytes(1).withOnFault(told::set))) {
            engine.start(machine);
            try (var files = Files.newDirectoryStream(dir)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(dir);
            engine.submit(offer("a"));
            awaitThat(() -> told.get() != null);
            assertThat(told.get()).isInstanceOf(IOException.class);
            assertThat(engine.health().state()).isEqualTo(State.HALTED);
        }
    }

    @Test
    void anEngineWhoseDiskIsFullHaltsAndGoesOnWhenThereIsRoom() throws IOException {
        AtomicReference<Throwable> told = new AtomicReference<>();
        AtomicBoolean full = new AtomicBoolean();
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(settings().withOnFault(told::set), fullWhen(full))) {
            engine.start(machine);
            applyOneByOne(engine, machine, "a");
            full.set(true);
            engine.submit(offer("b"));
            awaitThat(() -> told.get() != null);
            assertThat(engine.health().state()).isEqualTo(State.HALTED);
            assertThat(engine.health().why())
                    .contains("No space left on device", "no evidence could be written", "Make room on the disk of");
        }
        assertThat(machine.applied()).as("what is not on disk was not applied").containsOnlyKeys("a");
        write(settings(), "c");
        assertThat(recovered(settings())).containsOnlyKeys("a", "c");
    }

    /** When it is full, half of what was written last is there, and whoever wrote it is told. */
    private static Disk fullWhen(AtomicBoolean full) {
        return new Disk() {
            @Override
            public void force(FileChannel channel, Path file) throws IOException {
                if (full.get()) {
                    channel.truncate(channel.size() - 20);
                    throw new IOException("No space left on device");
                }
                REAL.force(channel, file);
            }

            @Override
            public void forceFolder(Path folder) throws IOException {
                REAL.forceFolder(folder);
            }
        };
    }

    /** Each round costs a write to disk, and would come to the same. */
    @Test
    void whatWasAllSetAsideWaitsForSomethingNewOrForTime() throws Exception {
        OfferWindow window = new OfferWindow(9, 9L * Limits.SIGNED_TRANSACTION_BYTES_MAX);
        window.open();
        enter(window, offer("early"));
        List<Offer> taken = window.take(0, 9, 100);
        window.settle(taken, Set.of(Bytes.utf8("early")));
        long before = System.nanoTime();
        assertThat(window.awaitOffer(30)).isTrue();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(30_000_000);

        enter(window, offer("new"));
        assertThat(window.awaitOffer(Long.MAX_VALUE)).as("at once").isTrue();
        taken = window.take(0, 9, 100);
        assertThat(taken).containsExactly(offer("early"), offer("new"));
        window.settle(taken, Set.of(Bytes.utf8("early")));
        assertThat(window.awaitOffer(Long.MAX_VALUE)).as("there was room for one").isTrue();
    }

    private static void enter(OfferWindow window, Offer offer) {
        assertThat(window.reserve(offer)).isEmpty();
        assertThat(window.enter(offer)).isTrue();
    }

    @Test
    void whoIsToldOfAFaultMayCloseTheEngineAtOnce() throws Exception {
        CompletableFuture<SoloConsensus> engine = new CompletableFuture<>();
        CountDownLatch done = new CountDownLatch(1);
        engine.complete(new SoloConsensus(settings().withOnFault(fault -> {
            engine.join().close();
            done.countDown();
        })));
        engine.join().start(TreeMapMachine.quiet().before(round -> {
            throw new IllegalStateException("bug");
        }));
        engine.join().submit(offer("a"));
        awaitThat(() -> done.getCount() == 0);
        assertThat(engine.join().health().why()).contains("bug");
    }

    @Test
    void aFolderServesOneEngineAtATime() throws IOException {
        try (SoloConsensus first = new SoloConsensus(settings());
                SoloConsensus second = new SoloConsensus(settings())) {
            first.start(TreeMapMachine.quiet());
            assertThatThrownBy(() -> second.start(TreeMapMachine.quiet()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("Stop that one first");
            assertThat(second.health().state()).isEqualTo(State.HALTED);
        }
        assertThat(recovered(settings())).isEmpty();
    }

    @Test
    void aFolderOfAnotherNetworkIsRefused() throws IOException {
        write(settings(), "a");
        SoloSettings other = SoloSettings.in(dir, Bytes.hex("b2".repeat(32)));
        assertThatThrownBy(() -> recovered(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to network a1a1")
                .hasMessageContaining("Choose another folder");
        assertThat(recovered(settings())).containsKey("a");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        long largest = Limits.SIGNED_TRANSACTION_BYTES_MAX;
        assertThat(settings().withWindow(1, largest).withRound(1, largest).withCheckpointLogBytes(1)).isNotNull();
        assertThatThrownBy(() -> SoloSettings.in(dir, Bytes.wrap(new byte[32]))).hasMessageContaining("not all zero");
        assertThatThrownBy(() -> SoloSettings.in(dir, Bytes.wrap(new byte[31]))).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> settings().withWindow(0, largest)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> settings().withWindow(1, largest - 1)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> settings().withRound(0, largest)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> settings().withRound(1, largest - 1)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> settings().withRound(1, Frame.TRANSACTION_BYTES_TOGETHER_MAX + 1))
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> settings().withCheckpointLogBytes(0)).hasMessageContaining("at least 1 byte");
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
