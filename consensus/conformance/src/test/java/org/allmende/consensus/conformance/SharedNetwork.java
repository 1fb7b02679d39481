package org.allmende.consensus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.consensus.conformance.Engine.Memory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The one network that the scenarios of an engine share, because starting takes seconds, and the words in which they are
 * told. Each scenario brings it into the shape it needs, so that each can be run alone.
 */
@ExtendWith(Judge.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedNetwork {
    static final Duration SOON = Network.SETTLES_WITHIN;

    /** So many rounds later nobody with a short memory knows what came then. */
    private static final int ROUNDS_FORGOTTEN = 200;

    /** Between the ids that one load may use and those of the next. */
    private static final long LOAD_STRIDE = 1_000_000;

    private static final int WAKE_ATTEMPTS = 5;

    private final Engine engine;
    private final long seed = Long.getLong("seed", System.nanoTime() & 0xffff_ffffL);
    private final Path dir;
    private int networks;
    private long nextId = 1;
    private long nextLoad = LOAD_STRIDE;
    private @Nullable Network network;

    SharedNetwork(Engine engine) {
        this.engine = engine;
        this.dir = Path.of("target", "conformance", engine.name()).toAbsolutePath();
    }

    final Engine engine() {
        return engine;
    }

    final long seed() {
        return seed;
    }

    /** Lets the network settle, and holds all that was said in it against the invariants. */
    final void judge() {
        Network judged = network;
        if (judged == null) {
            return; // the scenario was the end of it, and has judged by itself
        }
        assertThat(judged.nodes()).as("a scenario starts again what it ended").allMatch(RunningNode::isAlive);
        judged.settle();
        assertThat(Invariants.violated(judged.lives())).isEmpty();
    }

    /** Ends the network and keeps its folder: nobody knows what is wrong with it. */
    final Path abandon() {
        Network abandoned = network;
        if (abandoned == null) {
            return dir;
        }
        network = null;
        abandoned.close();
        return abandoned.dir();
    }

    @AfterAll
    final void end() throws IOException {
        if (network != null) {
            Path last = abandon();
            Network.delete(last);
        }
    }

    // Words.

    final long freshId() {
        return nextId++;
    }

    /** The first of as many ids as a load may need. */
    final long freshIds() {
        long first = nextLoad;
        nextLoad += LOAD_STRIDE;
        return first;
    }

    final Network running(Memory memory) throws IOException {
        if (network == null) {
            network = new Network(engine, dir.resolve("network-" + networks++));
        }
        network.run(memory);
        return network;
    }

    final long submitted(RunningNode node) {
        return submit(node, Transaction.small(freshId()));
    }

    /** Busy and halted say: try again. A machine that is busy with something else makes nodes say it. */
    static long submit(RunningNode node, Transaction transaction) {
        awaitThat("accepted", () -> node.submit(transaction, Transaction.VALID).equals("ACCEPTED"));
        return transaction.id();
    }

    /** The same on a node that may end because of it, before it has answered. */
    static void submitThoughItEnds(RunningNode node, Transaction transaction) {
        awaitThat("accepted", () -> {
            node.tell(RunningNode.submission(transaction, Transaction.VALID));
            return node.answer().orElse("ACCEPTED").equals("ACCEPTED");
        });
    }

    /** Many at once, from this id on; how many were accepted, and how many refused as busy. */
    static String burst(RunningNode node, long firstId, int count, int size) {
        return node.ask("burst %d %d 0 %d %d".formatted(firstId, count, size, Transaction.VALID.toMillis()));
    }

    /**
     * Writes on each of these at once, while all is still, until what each wrote came before the next round was due
     * anyway. A machine that is busy may be late for that now and then; a network that is not woken always is.
     */
    final void assertThatTheyWakeAll(Network all, List<RunningNode> writers) {
        for (int attempt = 0; attempt < WAKE_ATTEMPTS; attempt++) {
            all.awaitStill();
            long due = writers.getFirst().life().timeMillis() + JournalMachine.HEARTBEAT_MILLIS;
            List<Long> ids = writers.stream().map(_ -> freshId()).toList();
            for (int each = 0; each < ids.size(); each++) {
                writers.get(each)
                        .tell(RunningNode.submission(Transaction.small(ids.get(each)), Transaction.VALID));
            }
            List<String> answers =
                    writers.stream().map(writer -> writer.answer().orElse("it ended")).toList();
            if (answers.stream().allMatch("ACCEPTED"::equals)) {
                awaitKnown(all, ids);
                RunningNode first = writers.getFirst();
                if (ids.stream().allMatch(id -> first.life().cameAt(id).orElseThrow() < due)) {
                    return;
                }
            }
        }
        throw new AssertionError("what was written in the quiet was ordered only when the next round was due anyway");
    }

    /** The ids of this load and of no earlier one begin where this says. */
    final long load(List<RunningNode> nodes) {
        long first = nextLoad;
        nodes.forEach(node -> node.ask("load " + freshIds() + " " + engine.loadPerSecond()));
        return first;
    }

    static void rest(Network all) {
        all.nodes().stream().filter(RunningNode::isAlive).forEach(node -> node.ask("rest"));
    }

    /** What these accept they order. */
    final void goOn(List<RunningNode> nodes) {
        for (RunningNode node : nodes) {
            long id = submitted(node);
            awaitThat("it goes on", () -> node.knows(List.of(id)));
        }
    }

    /** Waits until the others have made more rounds than they keep for a node that is away. */
    final void awaitRounds(Network all, int without) {
        List<RunningNode> others = all.others(without);
        load(others);
        long from = others.getFirst().life().height();
        awaitThat("it is forgotten", () -> others.stream()
                .allMatch(node -> node.life().height() >= from + ROUNDS_FORGOTTEN));
        others.forEach(node -> node.ask("rest"));
    }

    static void awaitKnown(Network all, List<Long> ids) {
        awaitThat("all know " + ids, () -> all.nodes().stream().allMatch(node -> node.knows(ids)));
    }

    static void awaitThat(String what, Callable<Boolean> holds) {
        await(what).atMost(SOON).pollInterval(Duration.ofMillis(30)).until(holds);
    }
}
