package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node makes no events before it has learned from the others what it made before. */
class ArrivalTest {
    @Test
    void takesTwoExchangesWithPeersThatWithItHoldMoreThanTwoThirds() {
        Arrival arrival = arrival(0, 10, 10, 10, 10);
        assertThat(arrival.heard(1, 0)).isFalse();
        assertThat(arrival.heard(2, 0)).isFalse();
        assertThat(arrival.heard(3, 0)).isFalse();
        assertThat(arrival.heard(1, 0)).isFalse();
        assertThat(arrival.isComplete()).isFalse();
        assertThat(arrival.heard(2, 0)).isTrue();
        assertThat(arrival.isComplete()).isTrue();
        assertThat(arrival.heard(3, 0)).as("said once").isFalse();
    }

    @Test
    void exactlyTwoThirdsAreNotEnough() {
        Arrival arrival = arrival(0, 10, 10, 10);
        arrival.heard(1, 0);
        arrival.heard(1, 0);
        assertThat(arrival.isComplete()).isFalse();
        arrival.heard(2, 0);
        arrival.heard(2, 0);
        assertThat(arrival.isComplete()).isTrue();
    }

    @Test
    void weightCountsAndNotTheNumberOfNodes() {
        Arrival arrival = arrival(1, 70, 10, 10, 10);
        for (long peer : new long[] {2, 3, 2, 3}) {
            arrival.heard(peer, 0);
        }
        assertThat(arrival.isComplete()).isFalse();
        arrival.heard(0, 0);
        arrival.heard(0, 0);
        assertThat(arrival.isComplete()).isTrue();
    }

    @Test
    void aNodeThatHoldsMoreThanTwoThirdsByItselfHasArrivedFromTheStart() {
        assertThat(arrival(0, 10).isComplete()).isTrue();
        assertThat(arrival(0, 21, 5, 5).isComplete()).isTrue();
        assertThat(arrival(0, 20, 5, 5).isComplete()).isFalse();
    }

    @Test
    void aPeerFarAheadDoesNotCountUntilTheNodeIsLevelTwiceInARow() {
        Arrival arrival = arrival(0, 10, 10);
        arrival.heard(1, 0);
        arrival.heard(1, Arrival.LEVEL_ROUNDS + 1);
        arrival.heard(1, Arrival.LEVEL_ROUNDS);
        assertThat(arrival.isComplete()).isFalse();
        arrival.heard(1, -100);
        assertThat(arrival.isComplete()).isTrue();
    }

    @Test
    void aNodeThatFellBehindArrivesAnew() {
        Arrival arrival = arrival(0, 10, 10);
        arrival.heard(1, 0);
        arrival.heard(1, 0);
        arrival.departed();
        assertThat(arrival.isComplete()).isFalse();
        arrival.heard(1, 0);
        assertThat(arrival.isComplete()).isFalse();
        arrival.heard(1, 0);
        assertThat(arrival.isComplete()).isTrue();
    }

    private static Arrival arrival(int self, long... weights) {
        List<RosterEntry> entries = new ArrayList<>();
        for (int node = 0; node < weights.length; node++) {
            entries.add(RosterEntry.newBuilder().nodeId(node).weight(weights[node]).build());
        }
        return new Arrival(Roster.newBuilder().rosterEntries(entries).build(), self);
    }
}
