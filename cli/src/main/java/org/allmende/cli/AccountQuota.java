package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.account.LedgerOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "quota",
        header = "Give an account that the signing one has opened another quota.",
        description = {"", "All four of its parts are set: those not named to their defaults."},
        footer = {"", "Example:", "  allmende account quota ACCOUNT-ID --entries 5000000 --key operator.key"})
final class AccountQuota implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Parameters(paramLabel = "ID", description = "The account's id.")
    private String id = "";

    @Mixin
    private QuotaWords quota = new QuotaWords();

    AccountQuota(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        LedgerOperation operation = new LedgerOperation.ChangeQuota(Signing.id(id), quota.quota());
        Target target = signing.find();
        Signed.Done done = Signed.submit(screen, target, signing.operator(target), operation);
        screen.answer("OK");
        screen.tell("changed at height " + done.height());
        return Exit.OK;
    }
}
