package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.benchmarks.ledger.CheckpointBench;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "checkpoint",
        header = "Measure what writing a checkpoint costs the apply thread.",
        description = {
            "",
            "Applies rounds of token transfers at a fixed pace, in turn alone and beside checkpoints of 1,000,000 rows that"
                    + " are being written, in a process with the Java options of a node; about four minutes. Leave the"
                    + " machine alone meanwhile. Exit code 1 when apply is slowed by more than a tenth, or rounds are"
                    + " delayed by more than 20 ms.",
        },
        footer = {"", "Example:", "  allmende bench checkpoint --json checkpoint.json"})
final class BenchCheckpoint implements Callable<Integer> {
    private final Screen screen;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Judged judged = new Judged();

    @Option(names = "--dir", paramLabel = "DIR", description = "Write there, into an empty folder; left empty (default: a new one).")
    private @Nullable Path dir;

    BenchCheckpoint(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        if (NodeMachine.isHere()) {
            return judged.judge(screen, dir, Judged.Picture.NONE, CheckpointBench::run);
        }
        judged.requirePossible(dir);
        return NodeMachine.run(spec);
    }
}
