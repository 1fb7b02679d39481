package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.ledger.account.LedgerOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "end",
        header = "Take a delegation back before its end.",
        footer = {"", "Example:", "  allmende delegation end ACCOUNT-ID --keyspace default --prefix jobs/"})
final class DelegationEnd implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Mixin
    private DelegationScope scope = new DelegationScope();

    @Parameters(paramLabel = "TO", description = "The id of the account that may act.")
    private String to = "";

    DelegationEnd(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = signing.find();
        Keys keys = signing.owner(target);
        Signed.Done done = Signed.submit(
                screen,
                target,
                keys,
                new LedgerOperation.EndDelegation(Signing.id(to), scope.scope(keys)));
        screen.answer("OK");
        screen.tell("at height " + done.height());
        return Exit.OK;
    }
}
