package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.roster.RosterOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "withdraw",
        header = "Take your own proposal back.",
        footer = {"", "Example:", "  allmende withdraw 3 --key operator.key"})
final class Withdraw implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Parameters(paramLabel = "PROPOSAL", description = "Its number.")
    private long proposal;

    Withdraw(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = signing.find();
        Signed.submit(screen, target, signing.operator(target), new RosterOperation.Withdraw(proposal));
        screen.answer("OK");
        return Exit.OK;
    }
}
