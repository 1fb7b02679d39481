package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.roster.RosterOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "vote",
        header = "Say what you want of a proposal, as an operator.",
        description = {
            "",
            "Sign where your operator's key is, which is on no node. Who votes again changes its vote. A proposal passes when"
                    + " those in favour hold more than two thirds of the weight, or what the members have agreed on, after"
                    + " the time to object; more than a third against it reject it.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende vote 3 no --key operator.key",
            "  allmende vote 3 yes --checked 'saw the contract' --evidence contract.pdf --key operator.key",
        })
final class VoteCast implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Mixin
    private CheckWords check = new CheckWords();

    /** What people type. */
    enum Wish {
        yes,
        no
    }

    @Parameters(index = "0", paramLabel = "PROPOSAL", description = "Its number.")
    private long proposal;

    @Parameters(index = "1", paramLabel = "yes|no", description = "Whether you are in favour.")
    private Wish wish = Wish.no;

    VoteCast(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = signing.find();
        RosterOperation vote = new RosterOperation.Vote(proposal, wish == Wish.yes, check.read());
        Signed.Done done = Signed.submit(screen, target, signing.operator(target), vote);
        screen.answer("OK");
        screen.tell("counted at height " + done.height() + "; see how far it is with '" + Words.command() + " proposals "
                + proposal + "'");
        return Exit.OK;
    }
}
