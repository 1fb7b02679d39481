package org.allmende.benchmarks.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
import org.allmende.ledger.Head;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.table.View;
import org.allmende.node.checkpoint.CheckpointFolder;

/**
 * What writing a checkpoint costs the apply thread: rounds of token transfers are applied alone, then while the whole
 * state is written to disk again and again beside them as a node does it, then alone once more.
 */
public final class CheckpointBench {
    private static final long ROWS = 1_000_000;
    private static final int PEOPLE = 10_000;
    private static final int TRANSACTIONS = 20;
    private static final int GROUPS = 100;
    private static final int ROUNDS = 400;

    /** What apply may lose to it: a tenth, which is about what two measurements differ by anyway. */
    private static final double RATIO_MIN = 0.9;

    private final Town town;
    private final CheckpointFolder folder;
    private final Figures figures = new Figures();

    /** What rounds came to. */
    private record Applied(double operationsPerSecond, double longestMillis) {}

    /** Where the ledger stands, to be written. */
    private record Standing(Head head, View view) {}

    private CheckpointBench(Town town, CheckpointFolder folder) {
        this.town = town;
        this.folder = folder;
    }

    /**
     * @param dir an empty folder for what is written; emptied again
     * @throws IOException when it cannot be written
     */
    public static Verdict run(Path dir, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("opening " + PEOPLE + " accounts");
        Town town = new Town(PEOPLE);
        CheckpointBench bench = new CheckpointBench(town, CheckpointFolder.open(dir, town.genesis()));
        try {
            return bench.run(progress);
        } finally {
            bench.folder.retain(Set.of());
            Files.deleteIfExists(dir);
        }
    }

    private Verdict run(Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("filling " + ROWS + " rows");
        town.issue((int) ROWS);
        progress.accept("warming up");
        rounds();
        folder.write(town.ledger().head(), town.ledger().view());
        rounds();
        progress.accept("applying alone");
        Applied before = rounds();
        progress.accept("applying beside checkpoints");
        Applied beside = besideCheckpoints();
        progress.accept("applying alone again");
        Applied after = rounds();

        double alone = (before.operationsPerSecond + after.operationsPerSecond) / 2;
        figures.note("apply_alone_ops_per_s", alone);
        figures.note("apply_beside_checkpoint_ops_per_s", beside.operationsPerSecond);
        figures.atLeast(RATIO_MIN, "apply_beside_to_alone_ratio", beside.operationsPerSecond / alone);
        figures.note("longest_round_alone_ms", Math.max(before.longestMillis, after.longestMillis));
        figures.note("longest_round_beside_checkpoint_ms", beside.longestMillis);
        figures.note("operations_per_round", TRANSACTIONS * GROUPS);
        return figures.verdict("checkpoint");
    }

    /** Signing and verifying what is applied is not counted. */
    private Applied rounds() {
        long nanos = 0;
        long longest = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Round round = town.round(TRANSACTIONS, GROUPS);
            long since = System.nanoTime();
            town.ledger().apply(round);
            long took = System.nanoTime() - since;
            nanos += took;
            longest = Math.max(longest, took);
        }
        return new Applied(1e9 * ROUNDS * TRANSACTIONS * GROUPS / nanos, longest / 1e6);
    }

    private Applied besideCheckpoints() throws IOException, InterruptedException {
        AtomicReference<Standing> newest = new AtomicReference<>(standing());
        AtomicBoolean enough = new AtomicBoolean();
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread writer =
                Thread.ofPlatform().name("checkpoints").start(() -> writeUntil(enough, newest, failure));
        Applied first = rounds();
        newest.set(standing());
        Applied second = rounds();
        enough.set(true);
        writer.join();
        if (failure.get() != null) {
            throw failure.get();
        }
        return new Applied(
                2 / (1 / first.operationsPerSecond + 1 / second.operationsPerSecond),
                Math.max(first.longestMillis, second.longestMillis));
    }

    private Standing standing() {
        return new Standing(town.ledger().head(), town.ledger().view());
    }

    private void writeUntil(
            AtomicBoolean enough, AtomicReference<Standing> newest, AtomicReference<IOException> failure) {
        try {
            int written = 0;
            long nanos = 0;
            while (!enough.get() || written == 0) {
                Standing standing = Objects.requireNonNull(newest.get());
                long since = System.nanoTime();
                Statement statement = folder.write(standing.head, standing.view);
                nanos += System.nanoTime() - since;
                written++;
                figures.note("rows", statement.rows());
            }
            figures.note("checkpoints_written", written);
            figures.note("checkpoint_seconds", nanos / 1e9 / written);
        } catch (IOException e) {
            failure.set(e);
        }
    }
}
