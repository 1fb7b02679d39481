package org.allmende.benchmarks.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
import org.allmende.ledger.Head;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.table.View;
import org.allmende.node.checkpoint.CheckpointFolder;

/**
 * What writing checkpoints costs the apply thread: rounds of token transfers come at a fixed pace, in turn alone and while
 * the whole state is written to disk again and again beside them as a node does it. To run in a machine like a node's.
 */
public final class CheckpointBench {
    private static final int PEOPLE = 10_000;

    /** What apply may lose to it: a tenth, which is about what two measurements differ by anyway. */
    private static final double RATIO_MIN = 0.9;

    /** What it may delay any round by: as much as any other scan of everything. */
    private static final double DELAY_MILLIS_MAX = 20;

    /** With {@link #GROUPS} and twenty rounds a second: 20,000 transfers a second. */
    private static final int TRANSACTIONS = 10;

    private static final int GROUPS = 100;
    private static final long PERIOD_NANOS = Town.ROUND_MILLIS * 1_000_000;

    private final Town town;
    private final CheckpointFolder folder;
    private final Size size;
    private final Figures figures = new Figures();

    /** What is written next. */
    private volatile Standing newest;

    /** Where the ledger stands; told by who applies, so that both are of one height. */
    private record Standing(Head head, View view) {}

    /**
     * How much is measured.
     *
     * @param rows there are, tokens
     * @param pairs of rounds alone and beside; odd, so that one is in the middle
     * @param rounds alone in a pair, and beside
     */
    record Size(int rows, int pairs, int rounds) {
        static final Size FULL = new Size(1_000_000, 5, 200);

        Size {
            if (rows < 1 || pairs % 2 != 1 || rounds < 1) {
                throw new IllegalArgumentException("some rows and rounds, and an odd number of pairs");
            }
        }
    }

    private CheckpointBench(Town town, CheckpointFolder folder, Size size) {
        this.town = town;
        this.folder = folder;
        this.size = size;
        this.newest = standing();
    }

    /**
     * @param dir an empty folder for what is written; emptied again, and left there
     * @throws IOException when it cannot be written
     */
    public static Verdict run(Path dir, Consumer<String> progress) throws IOException, InterruptedException {
        return run(Size.FULL, dir, progress);
    }

    static Verdict run(Size size, Path dir, Consumer<String> progress) throws IOException, InterruptedException {
        try (var files = Files.list(dir)) {
            if (files.findAny().isPresent()) {
                throw new IOException(dir + " is not empty: give it a folder that is");
            }
        }
        progress.accept("opening " + PEOPLE + " accounts");
        // As many as a node has: they, the rounds and the writing share the processors.
        try (ExecutorService verifiers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Town town = new Town(PEOPLE, verifiers);
            CheckpointBench bench = new CheckpointBench(town, CheckpointFolder.open(dir, town.genesis()), size);
            try {
                return bench.run(progress);
            } finally {
                bench.folder.retain(Set.of());
            }
        }
    }

    private Verdict run(Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("filling " + size.rows + " rows");
        town.issue(size.rows);
        progress.accept("warming up");
        rounds();
        write();
        rounds();
        Pairs pairs = Pairs.measured(size.pairs, "checkpoints", this::write, this::rounds, progress);

        double alone = operationsPerSecond(pairs.alone());
        double beside = operationsPerSecond(pairs.beside());
        figures.note("checkpoints_written", pairs.times());
        figures.note("checkpoint_seconds", pairs.nanos() / 1e9 / pairs.times());
        figures.note("apply_alone_ops_per_s", alone);
        figures.note("apply_beside_checkpoint_ops_per_s", beside);
        figures.atLeast(RATIO_MIN, "apply_beside_to_alone_ratio", beside / alone);
        figures.note("operations_per_round", TRANSACTIONS * GROUPS);
        pairs.tell("checkpoint", DELAY_MILLIS_MAX, figures);
        return figures.verdict("checkpoint");
    }

    /** While the ledger was at work. */
    private double operationsPerSecond(List<MeasuredRounds> rounds) {
        long busy = rounds.stream().mapToLong(MeasuredRounds::busyNanos).sum();
        return 1e9 * rounds.size() * size.rounds * TRANSACTIONS * GROUPS / busy;
    }

    private MeasuredRounds rounds() {
        MeasuredRounds rounds = MeasuredRounds.atPace(
                town.ledger(), town.transfers(size.rounds, TRANSACTIONS, GROUPS), PERIOD_NANOS);
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
