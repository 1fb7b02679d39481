package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.benchmarks.ledger.LedgerBench;
import org.allmende.drills.BarPlot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ledger",
        header = "Measure the ledger alone on one processor: apply, verification, codec.",
        description = {
            "",
            "By JMH, each benchmark in a JVM of its own; about five minutes. Leave the machine alone meanwhile. Exit code 1"
                    + " when a bar is not reached.",
        },
        footer = {"", "Example:", "  allmende bench ledger --json ledger.json --plot ledger.svg"})
final class BenchLedger implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Judged judged = new Judged();

    @Mixin
    private Plotted plotted = new Plotted();

    BenchLedger(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Judged.Picture picture = new Judged.Picture(
                plotted.file(),
                verdict -> BarPlot.of("The ledger alone on one processor", verdict, LedgerBench.DEMANDED));
        return judged.judge(screen, picture, LedgerBench::run);
    }
}
