package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.benchmarks.ledger.ScanBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "scan",
        header = "Measure what a full scan of a million keys costs the rounds beside it.",
        description = {
            "",
            "Applies rounds at a fixed pace, 20,000 puts a second, in turn alone and while all of 1,000,000 keys are read"
                    + " again and again, in a process with the Java options of a node; about four minutes. Leave the machine"
                    + " alone meanwhile. Exit code 1 when rounds are delayed by more than 20 ms, compared from the fastest"
                    + " to the slowest.",
        },
        footer = {"", "Example:", "  allmende bench scan --json scan.json"})
final class BenchScan implements Callable<Integer> {
    private final Screen screen;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Judged judged = new Judged();

    BenchScan(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        if (NodeMachine.isHere()) {
            return judged.judge(screen, Judged.Picture.NONE, ScanBench::run);
        }
        judged.requirePossible(null);
        return NodeMachine.run(spec);
    }
}
