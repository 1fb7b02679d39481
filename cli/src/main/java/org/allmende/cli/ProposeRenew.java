package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.node.CardFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "renew",
        header = "Propose another card for a node: other keys, another machine or other labels.",
        description = {
            "",
            "Its name, its operator's key and its weight stay. Make the new card with 'node init' in a new folder; the process"
                    + " of the old one ends by itself when the new card comes into force.",
        },
        footer = {
            "",
            "Example:",
            "  allmende propose renew anna/node.card --checked 'called Anna' --key operator.key",
        })
final class ProposeRenew implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private ChangingRoster changing = new ChangingRoster();

    @Parameters(index = "0", paramLabel = "CARD", description = "The file of its new card.")
    private Path card = Path.of("");

    ProposeRenew(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        NodeCard read = CardFile.read(card);
        Target target = changing.find();
        Member now = ChangingRoster.named(target, read.name());
        return changing.propose(screen, target, new RosterChange.Renew(now.node(), read.weighing(now.weight())));
    }
}
