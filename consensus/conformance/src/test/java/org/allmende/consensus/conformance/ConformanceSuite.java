package org.allmende.consensus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.consensus.conformance.Engine.Memory;
import org.allmende.ledger.Limits;
import org.allmende.ledger.seeds.Seed;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What every engine is held to, in the order in which one network best goes through it. After each scenario the
 * {@link Invariants} are checked over all that was ever said in that network.
 */
@Tag("processes")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledOnOs({OS.LINUX, OS.MAC})
abstract class ConformanceSuite extends FaultScenarios {
    private static final Duration PAUSE = Duration.ofSeconds(20);

    /** Which the hashgraph's engine makes between two takings of state by one node, when nobody tells it otherwise. */
    private static final Duration ENGINES_OWN_PAUSE = Duration.ofMinutes(10);

    private static final String WITHOUT_OTHERS = "there are no others that could go on";

    /** Nodes under load make several rounds a second; heartbeats alone would make eight in that time. */
    private static final int ROUNDS_MISSED_MIN = 20;

    ConformanceSuite(Engine engine) {
        super(engine);
    }

    // One order.

    @Scenario(promise = "Every node applies the same transactions in the same order.")
    @Order(1)
    void equalOrder() throws IOException {
        Network all = running(Memory.LONG);
        List<Long> ids = new ArrayList<>();
        for (int each = 0; each < 25; each++) {
            for (int node = 0; node < all.size(); node++) {
                ids.add(submitted(all.node(node)));
            }
        }
        awaitKnown(all, ids);
    }

    @Scenario(promise = "A node listens where it was told to, and nowhere else.")
    @EnabledOnOs(OS.LINUX)
    @Order(2)
    void listening() throws IOException {
        Network all = running(Memory.LONG);
        for (int node = 0; node < all.size(); node++) {
            List<String> addresses = engine().ports(all.dir(), node).stream()
                    .map("0100007F:%04X"::formatted)
                    .toList();
            assertThat(all.node(node).listening())
                    .as("127.0.0.1, alone or as an IPv6 address")
                    .hasSameSizeAs(addresses)
                    .allSatisfy(address -> assertThat(addresses).anyMatch(address::endsWith));
        }
    }

    @Scenario(promise =
            "The same bytes, submitted on every node and again later, come at least once each time, "
                    + "to every node alike; the ledger applies them once.")
    @Order(3)
    void duplicate() throws IOException {
        Network all = running(Memory.LONG);
        long id = freshId();
        all.nodes().forEach(node -> submit(node, Transaction.small(id)));
        awaitKnown(all, List.of(id));
        all.settle();

        List<Integer> before = all.nodes().stream().map(node -> node.life().seen(id)).toList();
        all.nodes().forEach(node -> submit(node, Transaction.small(id)));
        awaitThat("it comes again, to all", () -> all.nodes().stream()
                .allMatch(node -> node.life().seen(id) > before.get(node.life().node())));
    }

    @Scenario(promise =
            "What is larger than an engine takes is refused at once, and holds nothing up: the small "
                    + "ones go on, and the largest goes through between them.")
    @Order(4)
    void oversize() throws IOException {
        Network all = running(Memory.LONG);
        List<Long> ids = new ArrayList<>();
        for (RunningNode node : all.nodes()) {
            ids.add(submitted(node));
            Transaction tooLarge = new Transaction(freshId(), 0, Limits.SIGNED_TRANSACTION_BYTES_MAX + 1);
            assertThat(node.submit(tooLarge, Transaction.VALID)).isEqualTo("TOO_LARGE");
            ids.add(submitted(node));
            ids.add(submit(node, new Transaction(freshId(), 0, Limits.SIGNED_TRANSACTION_BYTES_MAX)));
            ids.add(submitted(node));
        }
        awaitKnown(all, ids);
    }

    @Scenario(
            promise =
                    "A node with a full window answers busy, keeps what it accepted before, and accepts "
                            + "again when there is room; the others do not notice.",
            aloneMeans = WITHOUT_OTHERS)
    @Order(5)
    void busy() throws IOException {
        Network all = running(Memory.LONG);
        RunningNode full = all.node(all.size() - 1);
        full.ask("hold");
        long first = freshIds();
        assertThat(burst(full, first, Engine.WINDOW_TRANSACTIONS + 9, Transaction.SMALL))
                .isEqualTo(Engine.WINDOW_TRANSACTIONS + " 9");
        for (RunningNode other : all.others(full.life().node())) {
            long id = submitted(other);
            awaitThat("the others go on", () -> other.knows(List.of(id)));
        }

        full.ask("release");
        submitted(full);
        awaitThat(
                "what was accepted before is ordered",
                () -> full.life().seenSince(first) == Engine.WINDOW_TRANSACTIONS);
    }

    // Nothing accepted stays unordered unless its validity has passed.

    @Scenario(promise = "What the ledger has no room for in a round is offered again until it has.")
    @Order(6)
    void setAside() throws IOException {
        Network all = running(Memory.LONG);
        long notBefore = System.currentTimeMillis() + 2_000;
        List<Long> ids = new ArrayList<>();
        for (RunningNode node : all.nodes()) {
            ids.add(submit(node, new Transaction(freshId(), notBefore, Transaction.SMALL)));
            ids.add(submitted(node));
        }
        awaitKnown(all, ids);
    }

    @Scenario(promise =
            "What can never be applied is let go when its validity has passed, and its place is free "
                    + "again.")
    @Order(7)
    void expiry() throws IOException {
        Network all = running(Memory.LONG);
        RunningNode full = all.node(0);
        long never = Long.MAX_VALUE;
        long first = freshIds();
        assertThat(full.ask("burst %d %d %d %d 2000"
                        .formatted(first, Engine.WINDOW_TRANSACTIONS + 1, never, Transaction.BYTES_MIN)))
                .isEqualTo(Engine.WINDOW_TRANSACTIONS + " 1");
        awaitKnown(all, List.of(submitted(full)));
        assertThat(full.life().seenSince(first)).isZero();
    }

    // A node is away, and comes back.

    @Scenario(
            promise =
                    "A node that stood still for 20 seconds under load, while the others went on, is level again, "
                            + "and nobody had to give it state.",
            aloneMeans = WITHOUT_OTHERS)
    @Order(8)
    void pause() throws IOException {
        Network all = running(Memory.LONG);
        RunningNode paused = all.node(all.size() - 1);
        long first = load(all.nodes());
        awaitThat("the load flows", () -> paused.life().seenSince(first) > 0);
        List<RunningNode> others = all.others(paused.life().node());
        paused.pause();
        try {
            // Here the time itself is what is waited for.
            await("standing still")
                    .pollDelay(PAUSE)
                    .atMost(SOON)
                    .until(() -> others.stream().allMatch(RunningNode::isOrdering));
            goOn(others);
            assertThat(others)
                    .as("there is something to catch up with")
                    .allMatch(node -> node.life().height() > paused.life().height() + ROUNDS_MISSED_MIN);
        } finally {
            paused.resume();
        }
        rest(all);
        all.settle();
        assertThat(paused.life().transfers()).as("states it took from others").isZero();
    }

    @Scenario(promise =
            "A node that was asked to stop gives up what it held, and goes on where it was when it "
                    + "is started again. While it runs, a second process on its folder is refused.")
    @Order(9)
    void restart() throws IOException {
        Network all = running(Memory.LONG);
        int number = all.size() - 1;
        RunningNode stopped = all.node(number);
        awaitKnown(all, List.of(submitted(stopped)));
        assertThat(all.intrude(number)).containsPattern("is in use by process .* Stop that|another process uses .*; stop it");
        awaitKnown(all, List.of(submitted(stopped)));
        assertThat(stopped.ask("close")).startsWith("HALTED");
        if (OS.LINUX.isCurrentOs()) {
            awaitThat("nothing listens", () -> stopped.listening().isEmpty());
        }
        assertThat(stopped.submit(Transaction.small(freshId()), Transaction.VALID)).isEqualTo("HALTED");
        assertThat(stopped.hangUp()).isZero();
        goOn(all.others(number));

        all.start(number, Memory.LONG, Plant.NOTHING);
        all.awaitOrdering();
        awaitKnown(all, List.of(submitted(all.node(number))));
    }

    @Scenario(
            promise =
                    "A node that was killed under load is level again after its restart; the others went on "
                            + "without it.",
            aloneMeans = WITHOUT_OTHERS)
    @Order(10)
    void kill() throws IOException {
        Network all = running(Memory.LONG);
        int number = all.size() - 1;
        long first = load(all.nodes());
        awaitThat("the load flows", () -> all.node(number).life().seenSince(first) > 50);
        all.node(number).kill();
        goOn(all.others(number));

        all.start(number, Memory.LONG, Plant.NOTHING);
        all.awaitOrdering();
        rest(all);
        awaitKnown(all, List.of(submitted(all.node(number))));
    }

    @Scenario(promise =
            "A node that was killed while there was nothing to do comes back into the quiet, and "
                    + "wakes all when it has something: it is ordered before the next round was due anyway.")
    @Order(11)
    void killWhileQuiet() throws IOException {
        Network all = running(Memory.LONG);
        int number = all.size() - 1;
        all.awaitQuiet();
        all.node(number).kill();
        all.start(number, Memory.LONG, Plant.NOTHING);
        all.awaitOrdering();
        all.settle();
        assertThatTheyWakeAll(all, List.of(all.node(number)));
    }

    @Scenario(
            promise =
                    "Two nodes that have something at once after a quiet wake all; neither waits for the "
                            + "other, nor for the next round that was due anyway.",
            aloneBecause = "there is no second node to write on")
    @Order(12)
    void twoWritesAfterQuiet() throws IOException {
        Network all = running(Memory.LONG);
        assertThatTheyWakeAll(all, List.of(all.node(0), all.node(1)));
    }

    // Everybody is away, and comes back.

    @Scenario(promise =
            "What any node has applied is there after all were killed at once under load, and the "
                    + "last file of a node's log was cut short where nothing had been acknowledged, or where "
                    + "others hold it too.")
    @Order(13)
    void tornTail() throws IOException {
        Network all = running(Memory.LONG);
        RunningNode torn = all.node(0);
        long first = load(all.nodes());
        awaitThat("the load flows", () -> all.nodes().stream().allMatch(node -> node.life().seenSince(first) > 50));
        // What comes now may be on its disk already, and is not acknowledged.
        torn.ask("hold");
        awaitThat("a round is kept and not applied", () -> torn.life().isHolding());
        all.close();
        // Into the last round of a log that only this node has; into many where the others have them too.
        int bytes = new Seed(seed()).between(1, all.size() == 1 ? Transaction.SMALL : 30_000);
        assertThat(all.tear(0, bytes)).isPositive();

        all.run(Memory.LONG);
        awaitKnown(all, List.of(submitted(all.node(0))));
    }

    // A node has lost more than time.

    @Scenario(
            promise = "A node that lost its disk rebuilds from the others with nobody's help.",
            aloneBecause = "nobody else holds what was on the disk; the guarantees of an engine of one node say so")
    @Order(14)
    void wipedDisk() throws IOException {
        Network all = running(Memory.SHORT);
        int number = all.size() - 1;
        all.node(number).kill();
        all.wipe(number);
        awaitRounds(all, number);

        all.start(number, Memory.SHORT, Plant.NOTHING);
        all.awaitOrdering();
        all.settle();
        assertThat(all.node(number).life().transfers()).as("states it took from others").isPositive();
        awaitKnown(all, List.of(submitted(all.node(number))));
    }

    @Scenario(
            promise =
                    "A node gets state from the others as often as it needs it: three times in less agreed time, "
                            + "by the states it took, than the ten minutes that the engine left to itself lets pass "
                            + "between two.",
            aloneBecause = "there is nobody to give it state")
    @Order(15)
    void threeTransfers() throws IOException {
        Network all = running(Memory.SHORT);
        int number = all.size() - 1;
        RunningNode away = all.node(number);
        for (int transfer = 1; transfer <= 3; transfer++) {
            int before = away.life().transfers();
            away.pause();
            try {
                awaitRounds(all, number);
            } finally {
                away.resume();
            }
            awaitThat("it took over state", () -> away.life().transfers() > before && away.isOrdering());
        }
        List<Long> times = away.life().transferTimes();
        assertThat(Duration.ofMillis(times.getLast() - times.get(times.size() - 3)))
                .as("agreed time of the last state it took over after that of the third last")
                .isLessThan(ENGINES_OWN_PAUSE);
    }

    @Scenario(
            promise =
                    "What a node accepted and then lost, because it fell behind and took over state, is "
                            + "ordered all the same.",
            aloneBecause =
            "there is nobody to fall behind; what is accepted and not in the log waits in one place "
                    + "only")
    @Order(16)
    void lossInsideTheEngine() throws IOException {
        Network all = running(Memory.SHORT);
        int number = all.size() - 1;
        RunningNode loser = all.node(number);
        List<RunningNode> others = all.others(number);
        long first = freshIds();
        // More than the connections to nodes that stand still hold: the rest gets no further than this node.
        others.forEach(RunningNode::pause);
        try {
            assertThat(burst(loser, first, 100, 200_000)).isEqualTo("100 0");
        } finally {
            loser.pause();
            others.forEach(RunningNode::resume);
        }
        try {
            awaitRounds(all, number);
        } finally {
            loser.resume();
        }
        awaitThat("all it accepted was ordered", () -> loser.life().waiting().isEmpty());
        assertThat(loser.life().transfers()).as("states it took from others").isPositive();
    }
}
