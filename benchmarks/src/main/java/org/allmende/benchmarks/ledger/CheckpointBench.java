package org.allmende.benchmarks.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
import org.allmende.ledger.Head;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.table.View;
import org.allmende.node.checkpoint.CheckpointFolder;

/**
 * What writing a checkpoint costs the apply thread: rounds of token transfers are applied alone, then while the whole
 * state is written to disk again and again beside them as a node does it, then alone once more.
 */
public final class CheckpointBench {
    private static final long ROWS = 1_000_000;
    private static final int PEOPLE = 10_000;

    /** What apply may lose to it: a tenth, which is about what two measurements differ by anyway. */
    private static final double RATIO_MIN = 0.9;

    private final Town town;
    private final CheckpointFolder folder;
    private final Figures figures = new Figures();

    /** What is written next. */
    private volatile Standing newest;

    /** Where the ledger stands; told by who applies, so that both are of one height. */
    private record Standing(Head head, View view) {}

    private CheckpointBench(Town town, CheckpointFolder folder) {
        this.town = town;
        this.folder = folder;
        this.newest = standing();
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
        write();
        rounds();
        // Twice as many beside them, so that a later state is written too.
        RoundsBeside rounds = RoundsBeside.measured(
                "checkpoints", this::write, this::rounds, () -> rounds().and(rounds()), progress);

        MeasuredRounds before = rounds.before();
        MeasuredRounds beside = rounds.beside();
        MeasuredRounds after = rounds.after();
        double alone = (before.operationsPerSecond() + after.operationsPerSecond()) / 2;
        figures.note("checkpoints_written", rounds.times());
        figures.note("checkpoint_seconds", rounds.nanos() / 1e9 / rounds.times());
        figures.note("apply_alone_ops_per_s", alone);
        figures.note("apply_beside_checkpoint_ops_per_s", beside.operationsPerSecond());
        figures.atLeast(RATIO_MIN, "apply_beside_to_alone_ratio", beside.operationsPerSecond() / alone);
        figures.note("longest_round_alone_ms", Math.max(before.longestMillis(), after.longestMillis()));
        figures.note("longest_round_beside_checkpoint_ms", beside.longestMillis());
        figures.note("operations_per_round", MeasuredRounds.OPERATIONS_PER_ROUND);
        return figures.verdict("checkpoint");
    }

    private MeasuredRounds rounds() {
        MeasuredRounds rounds = MeasuredRounds.atOnce(town);
        newest = standing();
        return rounds;
    }

    private Standing standing() {
        return new Standing(town.ledger().head(), town.ledger().view());
    }

    private void write() throws IOException {
        Standing standing = newest;
        Statement statement = folder.write(standing.head, standing.view);
        figures.note("rows", statement.rows());
    }
}
