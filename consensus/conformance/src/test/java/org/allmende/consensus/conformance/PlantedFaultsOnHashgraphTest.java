package org.allmende.consensus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.allmende.consensus.conformance.Engine.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link PlantedFaultsTest}, among four processes: what goes wrong on one node while the others look on, or on all
 * alike. That nothing is found where nothing is planted is what {@link HashgraphConformanceTest} is.
 */
@Tag("processes")
@EnabledOnOs({OS.LINUX, OS.MAC})
class PlantedFaultsOnHashgraphTest {
    private static final long FIRST = 100;
    private static final int COUNT = 15;
    private static final long UNLUCKY = FIRST + Plant.UNLUCKY;

    private final Engine engine = new HashgraphEngine();
    private final int last = engine.nodes() - 1;

    @TempDir
    Path dir;

    private Network network;

    @BeforeEach
    void prepare() throws IOException {
        network = new Network(engine, dir.resolve("network"));
    }

    @AfterEach
    void end() {
        network.close();
    }

    /** Its engine hashes what its machine wrote, so that it is stopped too, as one that computes another state. */
    @Test
    void aMachineThatDivergesSilently() throws IOException {
        startWith(Plant.SKIPS_ONE, last);
        write();
        assertThat(network.node(last).awaitEnd(Network.SETTLES_WITHIN)).isEqualTo(engine.exitCodeOfADivergence());
        awaitThat(() -> network.others(last).stream().allMatch(node -> node.knows(written())));

        List<String> violated = Invariants.violated(network.lives());
        assertThat(violated).isNotEmpty().allMatch(each -> each.contains("node " + last + " "));
        assertThat(violated).anyMatch(each -> each.startsWith("at height "));
        assertThat(network.others(last)).as("nobody else is stopped").allMatch(RunningNode::isAlive);
    }

    /** No two nodes differ, and the engine cannot know: that it was accepted and never came is all there is to see. */
    @Test
    void aTransactionThatAllMachinesSwallow() throws IOException {
        startWith(Plant.SKIPS_ONE, 0, 1, 2, 3);
        write();
        awaitOthers();

        assertThat(Invariants.violated(network.lives())).containsExactly(neverCame());
    }

    @Test
    void anEngineThatLosesWhatItAccepted() throws IOException {
        startWith(Plant.LOSES_ONE, 0);
        write();
        awaitOthers();

        assertThat(Invariants.violated(network.lives())).containsExactly(neverCame());
    }

    private static String neverCame() {
        return "node 0 accepted transaction " + UNLUCKY + ", and it never came";
    }

    private void startWith(Plant plant, Integer... where) throws IOException {
        for (int node = 0; node < engine.nodes(); node++) {
            network.start(node, Memory.LONG, List.of(where).contains(node) ? plant : Plant.NOTHING);
        }
        network.awaitOrdering();
    }

    private void write() {
        assertThat(SharedNetwork.burst(network.node(0), FIRST, COUNT, Transaction.SMALL))
                .isEqualTo(COUNT + " 0");
    }

    private static List<Long> written() {
        return LongStream.range(FIRST, FIRST + COUNT).boxed().toList();
    }

    /** All nodes know all but the one, and nobody has anything else under way. */
    private void awaitOthers() {
        List<Long> others = written().stream().filter(id -> id != UNLUCKY).toList();
        awaitThat(() -> network.nodes().stream().allMatch(node -> node.knows(others)));
        assertThat(network.nodes()).noneMatch(node -> node.knows(List.of(UNLUCKY)));
    }

    private static void awaitThat(Callable<Boolean> holds) {
        await().atMost(Network.SETTLES_WITHIN).pollInterval(Duration.ofMillis(30)).until(holds);
    }
}
