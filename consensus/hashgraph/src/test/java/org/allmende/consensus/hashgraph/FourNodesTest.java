package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allmende.ledger.Limits;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Four processes, one of which may be lost. One story in the order of its chapters, as starting takes seconds. */
@Tag("processes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FourNodesTest {
    private static final int SIZE = 200;

    /** For a machine of two cores that is busy with something else. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final List<String> ENGINE = List.of(
            // A fifth of the usual rate: time for four nodes on a machine that has little.
            "event.creation.maxCreationRate=40",
            // A node that was away for some seconds takes over state, which with the usual value takes half a minute.
            "consensus.roundsExpired=40");

    private static final Duration SETTLE = Duration.ofMinutes(2);

    private TestNetwork network;
    private long nextId = 1;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        network = new TestNetwork(dir, 4, 2_000, ENGINE);
        network.awaitOrdering(START, 0, 1, 2, 3);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    @Order(1)
    void everyNodeAppliesTheSameTransactionsInTheSameOrder() {
        for (int each = 0; each < 25; each++) {
            for (int node = 0; node < 4; node++) {
                submit(node, SIZE);
            }
        }
        awaitCount(100, 0, 1, 2, 3);
        assertThat(network.awaitLevel(SETTLE).count()).isEqualTo(100);
    }

    @Test
    @Order(1)
    @EnabledOnOs(OS.LINUX)
    void nothingListensButGossipOnTheAddressItWasGiven() throws IOException {
        for (int node = 0; node < 4; node++) {
            assertThat(network.node(node).listening())
                    .as("127.0.0.1, alone or as an IPv6 address")
                    .hasSize(1)
                    .first(InstanceOfAssertFactories.STRING)
                    .endsWith("0100007F:%04X".formatted(network.port(node)));
        }
    }

    @Test
    @Order(2)
    void theLargestTransactionGoesThroughBetweenSmallOnesAndOneByteMoreIsRefused() {
        long before = submit(0, SIZE);
        long largest = submit(0, Limits.SIGNED_TRANSACTION_BYTES_MAX);
        long after = submit(0, SIZE);
        long other = submit(1, Limits.SIGNED_TRANSACTION_BYTES_MAX);
        long tooLarge = nextId++;
        assertThat(network.node(0).ask("submit " + tooLarge + " " + (Limits.SIGNED_TRANSACTION_BYTES_MAX + 1)))
                .isEqualTo("refused " + tooLarge + " TOO_LARGE");

        awaitApplied(0, before, largest, after);
        awaitApplied(1, other);
        assertThat(network.awaitLevel(SETTLE).count()).isEqualTo(104);
    }

    @Test
    @Order(3)
    void theOthersGoOnWithoutOneThatWasKilledAndItIsLevelAgainAfterARestart() throws IOException {
        network.node(3).kill();
        long[] meanwhile = new long[30];
        for (int each = 0; each < 30; each++) {
            meanwhile[each] = submit(each % 3, SIZE);
        }
        awaitCount(134, 0, 1, 2);
        for (int each = 0; each < 30; each++) {
            awaitApplied(each % 3, meanwhile[each]);
        }

        network.start(3);
        network.awaitOrdering(START, 3);
        assertThat(network.awaitLevel(SETTLE).count()).isEqualTo(134);
        awaitApplied(3, submit(3, SIZE));
    }

    @Test
    @Order(4)
    void aNodeWithAnEmptyDiskRebuildsFromTheOthersWithNobodysHelp() throws IOException {
        network.node(2).kill();
        network.wipe(2);
        awaitApplied(0, submit(0, SIZE));

        network.start(2);
        network.awaitOrdering(START, 2);
        assertThat(network.awaitLevel(SETTLE).count()).isEqualTo(136);
        assertThat(network.node(2).status().restores())
                .as("made empty, then again from another node's state")
                .isGreaterThan(1);
        awaitApplied(2, submit(2, SIZE));
    }

    @Test
    @Order(5)
    void aNodeWhoseStateMachineFailsEndsWithEvidenceAndComesBackWhenTheBugIsGone() throws IOException {
        long bug = nextId;
        network.node(1).tell("fail " + bug);
        assertThat(submit(0, SIZE)).isEqualTo(bug);

        assertThat(network.node(1).awaitEnd(SETTLE)).isEqualTo(Halt.EXIT_FAULT);
        assertThat(evidence(1)).contains("planted at transaction " + bug);
        awaitApplied(0, bug);
        network.start(1);
        network.awaitOrdering(START, 1);
        assertThat(network.awaitLevel(SETTLE).count()).isEqualTo(138);
    }

    @Test
    @Order(6)
    void aNodeThatComputesAnotherStateEndsWithEvidenceAndComesBackWithTheOthersState() throws IOException {
        long divergence = nextId;
        network.node(2).tell("diverge " + divergence);
        assertThat(submit(0, SIZE)).isEqualTo(divergence);

        assertThat(network.node(2).awaitEnd(SETTLE)).isEqualTo(Halt.EXIT_DIVERGED);
        assertThat(evidence(2)).contains("computed another state");
        awaitApplied(0, divergence);
        network.start(2);
        network.awaitOrdering(START, 2);
        assertThat(network.awaitLevel(SETTLE).count()).isEqualTo(139);
        awaitApplied(2, submit(2, SIZE));
    }

    @Test
    @Order(7)
    void aNodeThatIsStoppedGivesUpItsPortAndStartsAgainWhereItWas() throws IOException {
        assertThat(network.node(3).ask("close")).isEqualTo("closed");
        assertThat(network.node(3).status().state()).isEqualTo("HALTED");
        assertThat(network.node(3).listening()).isEmpty();
        network.node(3).hangUp();

        network.start(3);
        network.awaitOrdering(START, 3);
        assertThat(network.awaitLevel(SETTLE).count()).isEqualTo(140);
    }

    @Test
    @Order(8)
    void nothingThatWasAcknowledgedIsLostWhenAllAreKilledUnderLoad() throws IOException {
        for (int node = 0; node < 4; node++) {
            network.node(node).tell("load " + (1_000_000L * (node + 1)) + " 50 60");
        }
        await().atMost(SETTLE)
                .until(() -> network.nodes().stream()
                        .allMatch(node -> node.applied().keySet().stream().filter(id -> id >= 1_000_000).count() > 50));
        network.nodes().forEach(NodeProcess::kill);
        Map<Long, Long> acknowledged = new TreeMap<>();
        network.nodes().forEach(node -> acknowledged.putAll(node.applied()));
        acknowledged.keySet().removeIf(id -> id < 1_000_000);
        assertThat(acknowledged).hasSizeGreaterThan(200);

        for (int node = 0; node < 4; node++) {
            network.start(node);
        }
        network.awaitOrdering(START, 0, 1, 2, 3);
        network.awaitLevel(SETTLE);
        for (int node = 0; node < 4; node++) {
            NodeProcess asked = network.node(node);
            Map<Long, Long> found = new TreeMap<>();
            acknowledged.keySet().forEach(id -> found.put(id, asked.number(id, SIZE)));
            assertThat(found).isEqualTo(acknowledged);
        }
    }

    @Test
    @Order(9)
    void aNetworkWithoutWorkWakesForEveryHeartbeat() {
        long before = network.awaitLevel(SETTLE).height();
        await().atMost(SETTLE)
                .until(() -> network.nodes().stream().allMatch(node -> node.status().height() >= before + 3));
    }

    private String evidence(int node) throws IOException {
        try (Stream<Path> files = Files.list(network.folder(node).resolve("evidence"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return Files.readString(all.getFirst());
        }
    }

    private long submit(int node, int size) {
        long id = nextId++;
        // Busy and halted say: try again. A machine that is busy with something else makes nodes say it.
        await().atMost(SETTLE)
                .until(() -> network.node(node).ask("submit " + id + " " + size).equals("accepted " + id));
        return id;
    }

    private void awaitApplied(int node, long... ids) {
        await().atMost(SETTLE).until(() -> {
            for (long id : ids) {
                if (!network.node(node).applied().containsKey(id)) {
                    return false;
                }
            }
            return true;
        });
    }

    private void awaitCount(long count, int... nodes) {
        await().atMost(SETTLE).until(() -> {
            for (int node : nodes) {
                if (network.node(node).status().count() != count) {
                    return false;
                }
            }
            return true;
        });
    }
}
