package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.drills.ConsensusBench;
import org.allmende.drills.DrillContext;
import org.allmende.drills.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "consensus",
        header = "Measure four processes with clients beside them: rates, latencies, processor, memory.",
        description = {
            "",
            "Token transfers, signed one by one and a hundred in a transaction, at rising rates until one is not"
                    + " sustained; about seven minutes. Leave the machine alone meanwhile. Exit code 1 when a bar is not"
                    + " reached.",
        },
        footer = {"", "Example:", "  allmende bench consensus --json consensus.json"})
final class BenchConsensus implements Callable<Integer> {
    private static final int NODES = 4;

    private final Screen screen;

    @Option(names = "--dir", paramLabel = "DIR", description = "An empty folder for its network (default: a new one).")
    private @Nullable Path dir;

    @Mixin
    private Judged judged = new Judged();

    BenchConsensus(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Verdict verdict;
        try (Progress progress = new Progress(screen)) {
            verdict = ConsensusBench.run(
                    new DrillContext(Judged.thisCommand(), Judged.folder(dir), NODES, progress::show));
        }
        return judged.show(screen, verdict);
    }
}
