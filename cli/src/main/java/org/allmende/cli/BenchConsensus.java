package org.allmende.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.drills.ConsensusBench;
import org.allmende.drills.ConsensusBench.Rates;
import org.allmende.drills.DrillContext;
import org.allmende.drills.RatePlot;
import org.allmende.node.Refusal;
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
                    + " sustained: until less than 99 of 100 have their receipt when a step of 45 s is over, or half of"
                    + " them wait longer than the bar. About twenty minutes. Leave the machine alone meanwhile. Exit code"
                    + " 1 when a bar is not reached.",
        },
        footer = {"", "Example:", "  allmende bench consensus --json consensus.json --plot consensus.svg"})
final class BenchConsensus implements Callable<Integer> {
    private static final int NODES = 4;

    private final Screen screen;

    @Option(names = "--dir", paramLabel = "DIR", description = "An empty folder for its network (default: a new one).")
    private @Nullable Path dir;

    @Option(
            names = "--single",
            split = ",",
            paramLabel = "RATE",
            description = "Transactions of one operation a second, rising (default: 500 to 6000; 0: none).")
    private List<Integer> single = Rates.STANDARD.single();

    @Option(
            names = "--batched",
            split = ",",
            paramLabel = "RATE",
            description = "Transactions of a hundred groups a second, rising (default: 50 to 700; 0: none).")
    private List<Integer> batched = Rates.STANDARD.batched();

    @Mixin
    private Judged judged = new Judged();

    @Mixin
    private Plotted plotted = new Plotted();

    BenchConsensus(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Rates rates;
        try {
            rates = new Rates(some(single), some(batched));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct --single or --batched", e);
        }
        return judged.judge(
                screen,
                dir,
                new Judged.Picture(plotted.file(), RatePlot::of),
                (folder, progress) -> ConsensusBench.run(
                        new DrillContext(Judged.thisCommand(), folder, NODES, progress), rates));
    }

    private static List<Integer> some(List<Integer> given) {
        return given.equals(List.of(0)) ? List.of() : given;
    }
}
