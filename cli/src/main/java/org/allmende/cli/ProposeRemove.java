package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.roster.RosterChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        header = "Propose a node to be taken out of the roster.",
        description = {
            "",
            "Its process ends by itself when that comes into force; what it held the others hold too.",
        },
        footer = {"", "Example:", "  allmende propose remove dora --why 'its provider closes' --key operator.key"})
final class ProposeRemove implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private ChangingRoster changing = new ChangingRoster();

    @Parameters(index = "0", paramLabel = "NODE", description = "Its name.")
    private String node = "";

    ProposeRemove(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = changing.find();
        return changing.propose(
                screen, target, new RosterChange.Remove(ChangingRoster.named(target, node).node()));
    }
}
