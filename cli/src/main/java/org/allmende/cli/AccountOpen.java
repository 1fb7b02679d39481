package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        header = "Open an account for somebody's public key, or for several.",
        description = {
            "",
            "Signed by an account with the right to open others: at the beginning those of the operators (default: the"
                    + " first one's key in the network's folder). Prints the new account's id.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende key new my.key                         prints the public key",
            "  allmende account open PUBLIC-KEY                signed by the first operator of the network 'up' made",
            "  allmende account open '2(KEY-A,KEY-B,KEY-C)'    two of these three act for it together",
            "  allmende account open PUBLIC-KEY --may-open 10 --key operator.key --nodes http://192.0.2.17:7700",
        })
final class AccountOpen implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Parameters(paramLabel = "AUTHORITY", description = AuthorityWords.HELP)
    private String authority = "";

    @Mixin
    private QuotaWords quota = new QuotaWords();

    AccountOpen(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Authority opened = AuthorityWords.parse(authority);
        Target target = signing.find();
        Signed.Done done = Signed.submit(
                screen, target, signing.operator(target), new LedgerOperation.OpenAccount(opened, quota.quota()));
        screen.answer(AccountId.of(opened).toString());
        screen.tell("opened at height " + done.height());
        return Exit.OK;
    }
}
