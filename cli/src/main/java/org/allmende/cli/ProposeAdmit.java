package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.node.CardFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "admit",
        header = "Propose a node to be taken into the roster.",
        description = {
            "",
            "It enters without weight, whatever its card says: it catches up first, and gets some by 'propose weight'. Its"
                    + " operator starts it with 'node start --member CARD-OF-A-MEMBER', before or after it was admitted.",
        },
        footer = {
            "",
            "Example:",
            "  allmende propose admit eva/node.card --checked 'saw the contract with the provider' --key operator.key",
        })
final class ProposeAdmit implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private ChangingRoster changing = new ChangingRoster();

    @Parameters(index = "0", paramLabel = "CARD", description = "The file of its card, which 'node init' has made.")
    private Path card = Path.of("");

    ProposeAdmit(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        NodeCard read = CardFile.read(card);
        return changing.propose(screen, changing.find(), new RosterChange.Admit(read.weighing(0)));
    }
}
