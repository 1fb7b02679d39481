package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hiero.consensus.model.quiescence.QuiescenceCommand.BREAK_QUIESCENCE;
import static org.hiero.consensus.model.quiescence.QuiescenceCommand.DONT_QUIESCE;
import static org.hiero.consensus.model.quiescence.QuiescenceCommand.QUIESCE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hiero.base.crypto.DigestType;
import org.hiero.base.crypto.Hash;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.model.status.PlatformStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A network without work stands still, and wakes for a transaction or when the next round is due. */
class QuiescenceTest {
    private static final int QUIET_AFTER_MILLIS = 1_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final List<QuiescenceCommand> said = new ArrayList<>();
    private final Quiescence quiescence = new Quiescence(said::add, QUIET_AFTER_MILLIS);

    @ParameterizedTest
    @CsvSource(textBlock = """
            # status,   arrived, waiting, due,   flowing, underWay, recent, crowded, command
            ACTIVE,     true,    false,   false, false,   false,    false,  false,   QUIESCE
            ACTIVE,     true,    false,   false, true,    false,    false,  false,   QUIESCE
            ACTIVE,     true,    false,   false, false,   false,    true,   false,   DONT_QUIESCE
            ACTIVE,     true,    false,   false, false,   true,     false,  false,   DONT_QUIESCE
            ACTIVE,     true,    true,    false, false,   false,    false,  false,   BREAK_QUIESCENCE
            ACTIVE,     true,    true,    false, true,    false,    false,  false,   DONT_QUIESCE
            ACTIVE,     true,    false,   true,  false,   false,    false,  false,   BREAK_QUIESCENCE
            ACTIVE,     true,    false,   true,  true,    false,    false,  false,   DONT_QUIESCE
            ACTIVE,     true,    true,    true,  false,   true,     true,   false,   BREAK_QUIESCENCE
            CHECKING,   true,    false,   false, false,   false,    false,  false,   QUIESCE
            CHECKING,   true,    true,    false, false,   false,    false,  false,   BREAK_QUIESCENCE
            CHECKING,   true,    false,   true,  false,   true,     true,   false,   BREAK_QUIESCENCE
            OBSERVING,  true,    false,   false, false,   false,    false,  false,   DONT_QUIESCE
            ACTIVE,     false,   true,    true,  true,    true,     true,   false,   QUIESCE
            CHECKING,   false,   false,   false, false,   false,    false,  false,   QUIESCE
            ACTIVE,     true,    true,    true,  true,    true,     true,   true,    QUIESCE
            CHECKING,   true,    true,    true,  false,   true,     true,   true,    QUIESCE
            OBSERVING,  true,    true,    true,  false,   true,     true,   true,    DONT_QUIESCE
            """)
    void decides(
            PlatformStatus status,
            boolean arrived,
            boolean waiting,
            boolean due,
            boolean flowing,
            boolean underWay,
            boolean recent,
            boolean crowded,
            QuiescenceCommand command) {
        assertThat(Quiescence.decide(new Quiescence.Facts(
                        status, arrived, waiting, due, flowing, underWay, recent, crowded)))
                .isEqualTo(command);
    }

    @ParameterizedTest
    @EnumSource(
            value = PlatformStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ACTIVE", "CHECKING"})
    void leavesTheEngineAloneWhileTheNodeTakesNoPart(PlatformStatus status) {
        for (boolean work : new boolean[] {false, true}) {
            assertThat(Quiescence.decide(new Quiescence.Facts(status, work, work, work, work, work, work, work)))
                    .isEqualTo(DONT_QUIESCE);
        }
    }

    @Test
    void isQuietFromTheStartAndSaysSoOnce() {
        begin();
        quiescence.tick(2_000, nanos(2_000));
        assertThat(said).containsExactly(DONT_QUIESCE, QUIESCE);
    }

    @Test
    void anOwnTransactionBreaksTheQuietAtOnceAndTheGraceEndsIt() {
        begin();
        quiescence.waiting(1);
        assertThat(last()).isEqualTo(BREAK_QUIESCENCE);
        quiescence.waiting(0);
        quiescence.underWay(hash(1), 1);
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.settled(hash(1));
        quiescence.handled(2, NEVER);
        assertThat(last()).as("signatures of the state still travel").isEqualTo(DONT_QUIESCE);
        quiescence.tick(10_000, nanos(10_000));
        quiescence.tick(10_000 + QUIET_AFTER_MILLIS - 1, nanos(10_000 + QUIET_AFTER_MILLIS - 1));
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.tick(10_000 + QUIET_AFTER_MILLIS, nanos(10_000 + QUIET_AFTER_MILLIS));
        assertThat(last()).isEqualTo(QUIESCE);
    }

    @Test
    void anotherNodesTransactionKeepsThisNodeAwakeUntilItIsHandled() {
        begin();
        quiescence.underWay(hash(1), 1);
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.tick(100_000, nanos(100_000));
        quiescence.tick(200_000, nanos(200_000));
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.settled(hash(1));
        quiescence.tick(200_050, nanos(200_050));
        quiescence.tick(300_000, nanos(300_000));
        assertThat(last()).isEqualTo(QUIESCE);
    }

    @Test
    void anEventThatWasNeverReportedIsForgottenAfterSoManyRounds() {
        begin();
        quiescence.underWay(hash(1), 5);
        quiescence.tick(1_000, nanos(1_000));
        quiescence.handled(5 + Quiescence.ROUNDS_UNDER_WAY_MAX, NEVER);
        quiescence.tick(5_000, nanos(5_000));
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.handled(6 + Quiescence.ROUNDS_UNDER_WAY_MAX, NEVER);
        assertThat(last()).isEqualTo(QUIESCE);
    }

    @Test
    void whatWasUnderWayIsForgottenWhenTheNodeFallsBehind() {
        begin();
        quiescence.underWay(hash(1), 5);
        quiescence.tick(1_000, nanos(1_000));
        quiescence.status(PlatformStatus.BEHIND, false);
        quiescence.status(PlatformStatus.ACTIVE, true);
        quiescence.tick(5_000, nanos(5_000));
        assertThat(last()).isEqualTo(QUIESCE);
    }

    @Test
    void aDueRoundBreaksTheQuietAndItIsTheRoundsTimeThatEndsIt() {
        begin();
        quiescence.handled(7, 60_000);
        quiescence.tick(59_999, nanos(59_999));
        assertThat(last()).isEqualTo(QUIESCE);
        quiescence.tick(60_000, nanos(60_000));
        assertThat(last()).isEqualTo(BREAK_QUIESCENCE);
        quiescence.handled(8, 60_000);
        assertThat(last()).as("a round, but not yet late enough").isEqualTo(DONT_QUIESCE);
        quiescence.handled(9, 65_000);
        assertThat(last()).as("a heartbeat needs no grace").isEqualTo(QUIESCE);
    }

    @Test
    void breaksAgainWhenRoundsStopComing() {
        begin();
        quiescence.handled(7, 60_000);
        quiescence.tick(60_000, nanos(60_000));
        quiescence.handled(8, 60_000);
        quiescence.tick(60_050, nanos(60_050));
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.tick(60_050 + 199, nanos(60_050 + 199));
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.tick(60_050 + 200, nanos(60_050 + 200));
        assertThat(last()).isEqualTo(BREAK_QUIESCENCE);
    }

    @Test
    void makesFewEventsWhileItsOwnGetNoOrder() {
        begin();
        quiescence.waiting(1);
        for (int made = 0; made < Pace.UNDER_WAY_MAX; made++) {
            assertThat(last()).as("after %d events", made).isEqualTo(BREAK_QUIESCENCE);
            quiescence.made(Instant.ofEpochMilli(1_000 + made), nanos(1_000 + made));
        }
        assertThat(last()).isEqualTo(QUIESCE);
        long after = 1_000 + Pace.UNDER_WAY_MAX - 1 + Pace.CROWDED_MILLIS;
        quiescence.tick(after - 1, nanos(after - 1));
        assertThat(last()).isEqualTo(QUIESCE);
        quiescence.tick(after, nanos(after));
        assertThat(last()).as("one more, so that it never stands still").isEqualTo(BREAK_QUIESCENCE);
        quiescence.made(Instant.ofEpochMilli(after), nanos(after));
        assertThat(last()).isEqualTo(QUIESCE);
        quiescence.ordered(Instant.ofEpochMilli(1_001));
        quiescence.handled(8, NEVER);
        assertThat(last()).as("two of them have their order").isEqualTo(DONT_QUIESCE);
    }

    @Test
    void pausesAfterAnEventWhereTheMachineIsFull() {
        begin();
        quiescence.waiting(1);
        quiescence.handled(8, NEVER);
        quiescence.processors(Pace.FULL_AT);
        assertThat(last()).isEqualTo(DONT_QUIESCE);
        quiescence.made(Instant.ofEpochMilli(1_000), nanos(1_000));
        assertThat(last()).isEqualTo(QUIESCE);
        quiescence.tick(1_000 + Pace.FULL_MILLIS - 1, nanos(1_000 + Pace.FULL_MILLIS - 1));
        assertThat(last()).isEqualTo(QUIESCE);
        quiescence.tick(1_000 + Pace.FULL_MILLIS, nanos(1_000 + Pace.FULL_MILLIS));
        assertThat(last()).as("events still flow").isEqualTo(DONT_QUIESCE);
    }

    @Test
    void forgetsItsOwnEventsWhenTheNodeFallsBehind() {
        begin();
        quiescence.waiting(1);
        for (int made = 0; made < Pace.UNDER_WAY_MAX; made++) {
            quiescence.made(Instant.ofEpochMilli(1_000), nanos(1_000));
        }
        assertThat(last()).isEqualTo(QUIESCE);
        quiescence.status(PlatformStatus.BEHIND, false);
        quiescence.status(PlatformStatus.ACTIVE, true);
        assertThat(last()).isNotEqualTo(QUIESCE);
    }

    /** Active, and so long without work that it is quiet. */
    private void begin() {
        quiescence.status(PlatformStatus.STARTING_UP, false);
        quiescence.status(PlatformStatus.CHECKING, false);
        assertThat(last()).isEqualTo(QUIESCE);
        quiescence.status(PlatformStatus.ACTIVE, true);
        assertThat(last()).isEqualTo(QUIESCE);
    }

    private QuiescenceCommand last() {
        return said.getLast();
    }

    private static Hash hash(int number) {
        byte[] value = new byte[DigestType.SHA_384.digestLength()];
        value[0] = (byte) number;
        return new Hash(value, DigestType.SHA_384);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
