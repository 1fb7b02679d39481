package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.allmende.ledger.roster.RosterChain;
import org.allmende.ledger.roster.RosterReason;
import org.allmende.ledger.roster.UnprovenRosterException;
import org.allmende.ledger.seeds.Search;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Members change who runs their network, while everything goes wrong. The auditor judges every node at every height. */
class RosterLawsTest {
    /** Rosters are too small here to be full, and several nodes have weight: the ledger's own tests meet these. */
    private static final Set<RosterReason> ELSEWHERE =
            Set.of(RosterReason.TOO_MANY_NODES, RosterReason.NO_WEIGHT_LEFT, RosterReason.LONE_VOICE);

    private static final List<String> OUTCOMES = Stream.concat(
                    Stream.of("Propose applied", "Vote applied", "Withdraw applied", "VouchForRoster applied"),
                    Arrays.stream(RosterReason.values())
                            .filter(reason -> !ELSEWHERE.contains(reason))
                            .map(Enum::name))
            .toList();

    private static SimulatedNetwork run(Seed seed) {
        SimulatedNetwork network = SimulatedNetwork.of(seed)
                .running(Tally::all, new TallyExpectation())
                .with(Faults.ALL)
                .start();
        network.run(Duration.ofMinutes(2), new RosterWorkload());
        network.heal();
        return network;
    }

    @Seeds(6)
    void rostersChangeAndWhoeverKnowsTheGenesisCanFollow(Seed seed) throws UnprovenRosterException {
        SimulatedNetwork network = run(seed);

        for (SimulatedNode node : network.nodes()) {
            RosterChain chain = RosterChain.of(
                    network.genesis(), node.port().rosterChain(node.port().view()));
            assertThat(chain.newest()).isEqualTo(node.port().roster(node.port().view()));
        }
    }

    @Test
    void whateverCanComeOfAnOperationDoes(TestInfo test) {
        Set<String> outcomes = new TreeSet<>();
        Search.of(test, 60)
                .until(
                        () -> outcomes.containsAll(OUTCOMES),
                        seed -> {
                            SimulatedNetwork network = run(seed);
                            network.auditor().outcomes().keySet().forEach(outcome -> outcomes.add(
                                    outcome.endsWith(" applied") ? outcome : outcome.substring(outcome.indexOf(' ') + 1)));
                            if (network.auditor().counted(Happening.ROSTER_CHANGED) > 0) {
                                outcomes.add("a roster changed");
                            }
                        },
                        () -> assertThat(outcomes).containsAll(OUTCOMES));
        assertThat(outcomes).contains("a roster changed");
    }
}
