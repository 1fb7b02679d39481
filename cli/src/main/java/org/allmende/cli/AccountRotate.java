package org.allmende.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rotate",
        header = "Put another key, or several, behind the signing account.",
        description = {
            "",
            "From its receipt on the keys before sign nothing more for it. The account keeps its id: name it with --account"
                    + " when you sign with the new keys.",
            "",
            "What the account lets others do stays, whichever keys signed that: it is listed, and 'allmende delegation end'"
                    + " ends it, with --all everything at once.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende account rotate NEW-KEY --key old.key",
            "  allmende account rotate '2(KEY-A,KEY-B,KEY-C)' --key mine.key",
        })
final class AccountRotate implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Parameters(paramLabel = "AUTHORITY", description = AuthorityWords.HELP)
    private String authority = "";

    AccountRotate(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Authority next = AuthorityWords.parse(authority);
        Target target = signing.find();
        Keys keys = signing.operator(target);
        Signed.Done done = Signed.submit(screen, target, keys, new LedgerOperation.ChangeAuthority(next));
        screen.answer(keys.account().toString());
        screen.tell("changed at height " + done.height());
        tellWhatStands(target, keys.account());
        return Exit.OK;
    }

    /** To people, since whoever rotates because a key was stolen has to look at these too. */
    private void tellWhatStands(Target target, AccountId account) throws IOException, InterruptedException {
        TextTable table = DelegationList.header();
        try (var _ = Waiting.on(screen, "asking which delegations stand");
                NetworkClient client = target.client()) {
            if (DelegationList.all(client, account, table).count() == 0) {
                return;
            }
        }
        screen.tell("These accounts still act for it:");
        screen.err().print(table);
        screen.tell("End what you do not want, signed with the new keys: " + Words.command()
                + " delegation end ID --application NAME --resource HEX --account " + account + " --key FILE");
    }
}
