package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.benchmarks.ledger.CheckpointBench;
import org.allmende.drills.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "checkpoint",
        header = "Measure what writing a checkpoint costs the apply thread.",
        description = {
            "",
            "Applies rounds of token transfers alone, and beside a checkpoint of 1,000,000 rows that is being written;"
                    + " about two minutes. Leave the machine alone meanwhile. Exit code 1 when apply is slowed by more"
                    + " than a tenth.",
        },
        footer = {"", "Example:", "  allmende bench checkpoint --json checkpoint.json"})
final class BenchCheckpoint implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Judged judged = new Judged();

    @Option(names = "--dir", paramLabel = "DIR", description = "Write there, into an empty folder (default: a new one).")
    private @Nullable Path dir;

    BenchCheckpoint(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Verdict verdict;
        try (Progress progress = new Progress(screen)) {
            verdict = CheckpointBench.run(Judged.folder(dir), progress::show);
        }
        return judged.show(screen, verdict);
    }
}
