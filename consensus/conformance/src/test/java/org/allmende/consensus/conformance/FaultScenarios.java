package org.allmende.consensus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.allmende.consensus.conformance.Engine.Memory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The scenarios in which a node is wrong, and ends rather than go on; they come last. */
abstract class FaultScenarios extends SharedNetwork {
    /** More than what a node writes down of a fault, and less than its log is after a second under load. */
    private static final long ROOM_FOR_EVIDENCE_BYTES = 16_384;

    FaultScenarios(Engine engine) {
        super(engine);
    }

    @Scenario(promise =
            "A node whose state machine fails ends with evidence, and is level again when it is "
                    + "started without the bug.")
    @Order(17)
    void failure() throws IOException {
        Network all = running(Memory.LONG);
        int number = all.size() - 1;
        int evidence = all.evidence(number).size();
        long bug = freshId();
        all.node(number).ask("fail " + bug);
        submitThoughItEnds(all.node(0), Transaction.small(bug));

        assertThat(all.node(number).awaitEnd(SOON)).isEqualTo(engine().exitCodeOfAFault());
        assertThat(all.evidence(number))
                .hasSize(evidence + 1)
                .last()
                .asString()
                .contains("planted at transaction " + bug);
        goOn(all.others(number));
        all.start(number, Memory.LONG, Plant.NOTHING);
        awaitKnown(all, List.of(bug));
    }

    @Scenario(promise =
            "A node that cannot write any more, as where a disk is full, ends with evidence that says so, and is "
                    + "level again when it is started where there is room.")
    @EnabledOnOs(OS.LINUX)
    @Order(18)
    void fullDisk() throws IOException {
        assumeThat(Path.of("/usr/bin/prlimit")).as("what keeps a process from writing is here").isExecutable();
        Network all = running(Memory.LONG);
        int number = all.size() - 1;
        RunningNode full = all.node(number);
        int evidence = all.evidence(number).size();
        long first = load(all.nodes());
        awaitThat("the load flows", () -> full.life().seenSince(first) > 50);
        full.limitFiles(ROOM_FOR_EVIDENCE_BYTES);

        assertThat(full.awaitEnd(SOON)).isEqualTo(engine().exitCodeOfAFault());
        assertThat(all.evidence(number))
                .hasSize(evidence + 1)
                .last()
                .asString()
                .contains("File too large");
        goOn(all.others(number));
        rest(all);
        all.start(number, Memory.LONG, Plant.NOTHING);
        all.awaitOrdering();
        awaitKnown(all, List.of(submitted(all.node(number))));
    }

    @Scenario(
            promise =
                    "A node that computes another state ends with evidence and an exit code of its own, "
                            + "alone; it comes back with the state of the others.",
            aloneBecause = "it has nobody to differ from")
    @Order(19)
    void divergence() throws IOException {
        Network all = running(Memory.LONG);
        int number = all.size() - 1;
        int evidence = all.evidence(number).size();
        long from = freshId();
        all.node(number).ask("astray " + from + " 1");
        submit(all.node(0), Transaction.small(from));

        assertThat(all.node(number).awaitEnd(SOON)).isEqualTo(engine().exitCodeOfADivergence());
        assertThat(all.evidence(number))
                .hasSize(evidence + 1)
                .last()
                .asString()
                .contains("another state");
        goOn(all.others(number));
        assertThat(all.others(number)).allMatch(RunningNode::isAlive);
        all.start(number, Memory.LONG, Plant.NOTHING);
        all.awaitOrdering();
        awaitKnown(all, List.of(from, submitted(all.node(number))));
    }

    @Scenario(
            promise =
                    "When no two thirds agree on a state, every node ends with evidence and that exit code, "
                            + "rather than vouch for what others do not have. Started again without what made them "
                            + "differ, they compute it anew from what was ordered, agree, and go on; one that ended "
                            + "before it had noted why may end there once more.",
            aloneBecause = "one node agrees with itself")
    @Order(20)
    void noTwoThirdsAgree() throws IOException {
        Network all = running(Memory.LONG);
        long from = freshId();
        for (int node = 0; node < all.size(); node++) {
            all.node(node).ask("astray " + from + " " + (node + 1));
        }
        submit(all.node(0), Transaction.small(from));

        for (int node = 0; node < all.size(); node++) {
            assertThat(all.node(node).awaitEnd(SOON)).isEqualTo(engine().exitCodeOfADivergence());
            assertThat(all.evidence(node)).last().asString().contains("no two thirds");
        }
        int livesMax = all.lives().size() + 2 * all.size();
        awaitThat("they agree", () -> {
            all.startWhatEnded();
            assertThat(all.lives()).as("processes it took").hasSizeLessThanOrEqualTo(livesMax);
            return all.nodes().stream().allMatch(RunningNode::livesAndOrders);
        });
        awaitKnown(all, List.of(from));
        goOn(all.nodes());
    }
}
