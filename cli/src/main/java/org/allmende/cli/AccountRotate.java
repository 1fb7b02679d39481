package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
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
            "From its receipt on the keys before are worth nothing. The account keeps its id: name it with --account when"
                    + " you sign with the new keys. Delegations it has given stay in force: 'delegation end --all' takes"
                    + " them back.",
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
        return Exit.OK;
    }
}
