package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Proposal;
import org.allmende.node.CardFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "replace",
        header = "Put another machine in the place of your own node, which has been silent for long.",
        description = {
            "",
            "Nobody has to vote for it: it passes after the time to object, unless more than a third of the weight does, or the"
                    + " node is heard again. How long it has to have been silent is in 'allmende roster'.",
        },
        footer = {"", "Example:", "  allmende propose replace anna/node.card --key operator.key"})
final class ProposeReplace implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Proposing proposing = new Proposing();

    @Parameters(index = "0", paramLabel = "CARD", description = "The file of its new card, of the same name.")
    private Path card = Path.of("");

    ProposeReplace(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        NodeCard read = CardFile.read(card);
        Target target = proposing.find();
        Member now = ChangingRoster.named(target, read.name());
        return proposing.propose(
                screen, target, new Proposal.ReplaceSilent(now.node(), read.weighing(now.weight())));
    }
}
