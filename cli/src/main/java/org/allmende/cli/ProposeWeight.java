package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.roster.RosterChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "weight",
        header = "Propose another weight for a node: how much its voice counts in agreement.",
        description = {
            "",
            "Taken only while nodes with more than two thirds of the new weight are level, so that the network can go on with"
                    + " it at once: see 'heard' in 'allmende roster'.",
        },
        footer = {"", "Example:", "  allmende propose weight eva 1 --key operator.key"})
final class ProposeWeight implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private ChangingRoster changing = new ChangingRoster();

    @Parameters(index = "0", paramLabel = "NODE", description = "Its name.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "WEIGHT", description = "From 0, which is no voice.")
    private long weight;

    ProposeWeight(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = changing.find();
        return changing.propose(
                screen, target, new RosterChange.Weigh(ChangingRoster.named(target, node).node(), weight));
    }
}
