package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointReason;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.seeds.Search;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Checkpoints of a network in which everything goes wrong. The auditor compares the digests of all nodes at each. */
class CheckpointLawsTest {
    private static final List<String> OUTCOMES = Stream.of(
                    "Take applied NOT_AN_OPERATOR UNDER_WAY TOO_SOON",
                    "VouchFor applied NOT_A_NODE NO_SUCH_CHECKPOINT OTHER_STATE ALREADY_VOUCHED BAD_SIGNATURE")
            .flatMap(line -> Stream.of(line.split(" ")).skip(1).map(outcome -> line.split(" ")[0] + " " + outcome))
            .toList();

    private static SimulatedNetwork run(Seed seed, boolean lies) {
        SimulatedNetwork network = SimulatedNetwork.of(seed)
                .running(Tally::all, new TallyExpectation())
                .with(Faults.ALL)
                .start();
        network.run(Duration.ofMinutes(4), new CheckpointWorkload(lies));
        network.heal();
        return network;
    }

    private static List<Checkpoint> kept(SimulatedNetwork network) {
        SimulatedNode any = network.nodes().getFirst();
        return any.port().checkpoints(any.port().view());
    }

    @Seeds(4)
    void honestNodesAgreeOnEveryCheckpoint(Seed seed) {
        List<Checkpoint> kept = kept(run(seed, false));

        assertThat(kept).isNotEmpty().noneMatch(Checkpoint::isDisputed);
        assertThat(kept).anyMatch(Checkpoint::isVouched);
    }

    @Seeds(4)
    void oneThatLiesKeepsNobodyFromVouching(Seed seed) {
        SimulatedNetwork network = run(seed, true);

        assertThat(kept(network)).anyMatch(Checkpoint::isVouched);
        assertThat(kept(network)).allSatisfy(checkpoint -> checkpoint.vouches().stream()
                .filter(word -> checkpoint.isVouched() && word.statement().rows() == 1)
                .forEach(lie -> assertThat(checkpoint.agreed(
                                new Voices(Roster.of(network.genesis()))))
                        .isNotEqualTo(Optional.of(lie.statement()))));
    }

    @Test
    void whateverCanComeOfAnOperationDoes(TestInfo test) {
        Set<String> outcomes = new TreeSet<>();
        Search.of(test, 20)
                .until(
                        () -> outcomes.containsAll(OUTCOMES),
                        seed -> outcomes.addAll(run(seed, true).auditor().outcomes().keySet()),
                        () -> assertThat(outcomes).containsAll(OUTCOMES));
    }

    /** Or a reason that is new would be met by nobody. */
    @Test
    void noReasonIsLeftOut() {
        assertThat(OUTCOMES.stream().map(each -> each.substring(each.indexOf(' ') + 1)))
                .contains(Arrays.stream(CheckpointReason.values()).map(Enum::name).toArray(String[]::new));
    }
}
