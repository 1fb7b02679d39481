package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import com.swirlds.platform.state.snapshot.SignedStateFileReader;
import com.swirlds.state.merkle.VirtualMapState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.hiero.consensus.platformstate.PlatformStateUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine's own state says of the end of an epoch. */
class EpochsTest {
    private final GossipKeys keys = GossipKeys.generate(new SecureRandom());
    private final Roster first = Roster.first(List.of(TestCards.card("only", keys.certificate(), "127.0.0.1", 1, 1)));
    private final VirtualMapState state;

    @TempDir
    private static Path dir;

    EpochsTest() {
        state = EngineStates.in(dir, first, keys).getMutableState();
        SignedStateFileReader.registerServiceStates(state);
        Epochs.begin(state, Members.of(first));
        PlatformStateUtils.bulkUpdateOf(state, platform -> platform.setRound(1));
    }

    @Test
    void itRunsWithItsFirstRosterUntilAnotherOnesTimeHasCome() {
        Epochs.announce(state, weighing(2, 5_000));
        atRound(7);

        assertThat(Epochs.isOver(state)).isFalse();
        assertThat(Epochs.rosters(state).getCurrentRoster()).isEqualTo(Members.of(first));
        assertThat(PlatformStateUtils.freezeTimeOf(state)).isEqualTo(Instant.ofEpochMilli(5_000));
        assertThat(PlatformStateUtils.isInFreezePeriod(Instant.ofEpochMilli(4_999), state)).isFalse();
        assertThat(PlatformStateUtils.isInFreezePeriod(Instant.ofEpochMilli(5_000), state)).isTrue();
    }

    @Test
    void aStateOfTheLastRoundGoesOnWithTheRosterThatWaitsInIt() {
        Epochs.announce(state, weighing(2, 5_000));
        over(8);

        assertThat(Epochs.isOver(state)).isTrue();
        assertThat(Epochs.rosters(state).getCurrentRoster())
                .isEqualTo(Members.of(weighing(2, 5_000).roster()));
        assertThat(Epochs.rosters(state).getCurrentRoster())
                .as("a process that ends before the first round of the epoch comes to the same")
                .isEqualTo(Members.of(weighing(2, 5_000).roster()));
        atRound(9);
        assertThat(Epochs.isOver(state)).isFalse();
        assertThat(Epochs.rosters(state).getCurrentRoster())
                .isEqualTo(Members.of(weighing(2, 5_000).roster()));
    }

    /** Another operator or region is none of the engine's business: its roster stays. */
    @Test
    void aRosterThatIsTheSameToTheEngineEndsAnEpochToo() {
        Epochs.announce(state, weighing(1, 5_000));
        over(8);
        assertThat(Epochs.isOver(state)).isTrue();
        assertThat(Epochs.rosters(state).getCurrentRoster()).isEqualTo(Members.of(first));

        atRound(9);
        Epochs.announce(state, weighing(3, 9_000));
        assertThat(PlatformStateUtils.isInFreezePeriod(Instant.ofEpochMilli(8_999), state)).isFalse();
        over(10);
        assertThat(Epochs.rosters(state).getCurrentRoster())
                .isEqualTo(Members.of(weighing(3, 9_000).roster()));
    }

    @Test
    void whatIsAnnouncedAlreadyIsNotWrittenAgain() {
        Epochs.announce(state, weighing(2, 5_000));
        Epochs.announce(state, weighing(9, 5_000));
        over(8);
        assertThat(Epochs.rosters(state).getCurrentRoster())
                .isEqualTo(Members.of(weighing(2, 5_000).roster()));
    }

    private void atRound(long round) {
        PlatformStateUtils.bulkUpdateOf(state, platform -> platform.setRound(round));
    }

    private void over(long round) {
        atRound(round);
        PlatformStateUtils.getWritablePlatformStateOf(state).setLatestFreezeRound(round);
        PlatformStateUtils.updateLastFrozenTime(state);
    }

    private NextRoster weighing(long weight, long atMillis) {
        return new NextRoster(
                new Roster(1, List.of(new Member(0, first.members().getFirst().card().weighing(weight)))), atMillis);
    }
}
