package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import org.allmende.ledger.consensus.Health.State;
import org.hiero.consensus.model.status.PlatformStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's words in the ledger's. */
class EngineHealthTest {
    private final EngineHealth health = new EngineHealth();

    @ParameterizedTest
    @CsvSource({
        "STARTING_UP, CATCHING_UP",
        "REPLAYING_EVENTS, CATCHING_UP",
        "OBSERVING, CATCHING_UP",
        "CHECKING, CATCHING_UP",
        "BEHIND, CATCHING_UP",
        "RECONNECT_COMPLETE, CATCHING_UP",
        "ACTIVE, ORDERING",
        "FREEZING, HALTED",
        "FREEZE_COMPLETE, HALTED",
        "CATASTROPHIC_FAILURE, HALTED"
    })
    void ofANodeThatHasNotOrderedYet(PlatformStatus status, State state) {
        health.status(status);
        assertThat(health.at(3, 7, null).state()).isEqualTo(state);
        assertThat(health.at(3, 7, null).height()).isEqualTo(7);
        assertThat(health.at(3, 7, null).epoch()).isEqualTo(3);
        assertThat(health.at(3, 7, null).why().isEmpty()).isEqualTo(state == State.ORDERING);
    }

    @Test
    void aNodeThatLosesItsQuorumSaysHaltedAndOneThatHasNotHadItYetSaysCatchingUp() {
        health.status(PlatformStatus.CHECKING);
        assertThat(health.at(0, 1, null).state()).isEqualTo(State.CATCHING_UP);
        health.status(PlatformStatus.ACTIVE);
        health.status(PlatformStatus.CHECKING);
        assertThat(health.at(0, 1, null).state()).isEqualTo(State.HALTED);
        assertThat(health.at(0, 1, null).why()).contains("no quorum");
        health.status(PlatformStatus.ACTIVE);
        assertThat(health.at(0, 1, null).state()).isEqualTo(State.ORDERING);
    }

    @Test
    void aFaultOrTheEndIsSaidWhateverTheEngineSays() {
        health.status(PlatformStatus.ACTIVE);
        assertThat(health.at(0, 1, "it diverged").state()).isEqualTo(State.HALTED);
        assertThat(health.at(0, 1, "it diverged").why()).isEqualTo("it diverged");
        health.closed();
        assertThat(health.at(0, 1, null).state()).isEqualTo(State.HALTED);
    }
}
