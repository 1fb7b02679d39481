package org.allmende.consensus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.consensus.conformance.Engine.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes with a fault planted between a good engine and its machine: the suite notices each. A node that is
 * killed and started again without the fault replays what really was ordered.
 */
@Tag("processes")
class PlantedFaultsTest {
    private static final long FIRST = 100;

    /** So few that no checkpoint is due: it would keep what the broken process made of them, and replay nothing. */
    private static final int COUNT = 15;


    @TempDir
    Path dir;

    private Network network;

    @BeforeEach
    void prepare() throws IOException {
        network = new Network(new SoloEngine(), dir.resolve("network"));
    }

    @AfterEach
    void end() {
        network.close();
    }

    @Test
    void nothingIsFoundWhereNothingIsPlanted() throws IOException {
        writeWith(Plant.NOTHING);
        startAgain();
        assertThat(Invariants.violated(network.lives())).isEmpty();
    }

    @Test
    void aMachineThatSkipsATransaction() throws IOException {
        writeWith(Plant.SKIPS_ONE);
        startAgain();
        assertThat(Invariants.violated(network.lives())).anyMatch(each -> each.startsWith("at height "));
    }

    @Test
    void anEngineThatReorders() throws IOException {
        writeWith(Plant.REORDERS);
        startAgain();
        assertThat(Invariants.violated(network.lives())).anyMatch(each -> each.startsWith("at height "));
    }

    @Test
    void anEngineThatLosesWhatItAccepted() throws IOException {
        writeWith(Plant.LOSES_ONE);
        assertThat(Invariants.violated(network.lives()))
                .containsExactly("node 0 accepted transaction " + (FIRST + Plant.UNLUCKY) + ", and it never came");
    }

    /** A network that waits for something that is lost must not settle before it is found. */
    @Test
    void anEngineThatLosesSomeOfALoadIsFoundByWhoeverWaitsForTheNetworkToSettle() throws IOException {
        assertThat(Transaction.VALID).isGreaterThan(Network.SETTLES_WITHIN.multipliedBy(5));
        network.start(0, Memory.LONG, Plant.LOSES_ONE);
        network.awaitOrdering();
        RunningNode node = network.node(0);
        node.ask("load " + FIRST + " 200");
        awaitThat(() -> node.life().seenSince(FIRST + 100) > 0);
        node.ask("rest");
        awaitThat(() -> node.life().waiting().stream().allMatch(id -> id % 100 == Plant.UNLUCKY));

        assertThatThrownBy(() -> network.settle(Duration.ofSeconds(2)))
                .hasMessageContaining("not settled")
                .hasMessageContaining("waits for [" + (FIRST + Plant.UNLUCKY));
        assertThat(Invariants.violated(network.lives()))
                .isNotEmpty()
                .allMatch(each -> each.endsWith("and it never came"));
    }

    @Test
    void anEngineThatForgetsTheLastRoundItAcknowledged() throws IOException {
        writeWith(Plant.NOTHING);
        // So that its log does not end where a checkpoint has just begun it anew.
        awaitThat(() -> network.node(0).life().idleRounds() > 0);
        network.node(0).kill();
        long height = network.node(0).life().height();
        assertThat(network.tear(0, 1)).isEqualTo(1);
        network.start(0, Memory.LONG, Plant.NOTHING);
        awaitThat(() -> network.node(0).isOrdering() && network.node(0).life().height() >= height);
        assertThat(Invariants.violated(network.lives()))
                .as("another round in the place of the one that was acknowledged")
                .anyMatch(each -> each.startsWith("at height " + height + " "));
    }

    /** Leaves the last transaction applied, whatever became of the others. */
    private void writeWith(Plant plant) throws IOException {
        network.start(0, Memory.LONG, plant);
        network.awaitOrdering();
        RunningNode node = network.node(0);
        node.ask("hold");
        assertThat(SharedNetwork.burst(node, FIRST, COUNT, Transaction.SMALL))
                .isEqualTo(COUNT + " 0");
        node.ask("release");
        awaitThat(() -> node.knows(List.of(FIRST + COUNT - 1)));
    }

    private void startAgain() throws IOException {
        network.node(0).kill();
        network.start(0, Memory.LONG, Plant.NOTHING);
        network.settle();
    }

    private static void awaitThat(Callable<Boolean> holds) {
        await().atMost(Network.SETTLES_WITHIN).pollInterval(Duration.ofMillis(30)).until(holds);
    }
}
