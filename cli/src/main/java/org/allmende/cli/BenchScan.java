package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.benchmarks.ledger.ScanBench;
import org.allmende.drills.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "scan",
        header = "Measure what a full scan of a million rows costs the rounds beside it.",
        description = {
            "",
            "Applies rounds of token transfers at a fixed pace alone, and while a view of 1,000,000 rows is read whole"
                    + " again and again; about three minutes. Leave the machine alone meanwhile. Exit code 1 when a round"
                    + " is delayed by more than 20 ms.",
        },
        footer = {"", "Example:", "  allmende bench scan --json scan.json"})
final class BenchScan implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Judged judged = new Judged();

    BenchScan(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return judged.show(screen, measured());
    }

    private Verdict measured() throws Exception {
        try (Progress progress = new Progress(screen)) {
            return ScanBench.run(progress::show);
        }
    }
}
