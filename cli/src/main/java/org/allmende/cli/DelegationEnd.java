package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "end",
        header = "Take a delegation back before its end, or all of them.",
        footer = {
            "",
            "Examples:",
            "  allmende delegation end ACCOUNT-ID --keyspace default --prefix jobs/",
            "  allmende delegation end --all          after 'account rotate', when a key was stolen",
        })
final class DelegationEnd implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Mixin
    private DelegationScope scope = new DelegationScope();

    @Parameters(arity = "0..1", paramLabel = "TO", description = "The id of the account that may act.")
    private @Nullable String to;

    @Option(names = "--all", description = "All delegations that the signing account has given, whatever they are for.")
    private boolean all;

    DelegationEnd(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = signing.find();
        Keys keys = signing.owner(target);
        Signed.Done done = Signed.submit(screen, target, keys, operation(keys));
        screen.answer("OK");
        screen.tell("at height " + done.height());
        return Exit.OK;
    }

    private LedgerOperation operation(Keys keys) throws Refusal {
        if (all && (to != null || scope.isNamed())) {
            throw new Refusal("--all is for every delegation", "leave out --all, or the account and what it may do");
        }
        if (all) {
            return new LedgerOperation.EndDelegations();
        }
        if (to == null) {
            throw new Refusal("no account is named", "name the one that may act, or use --all");
        }
        return new LedgerOperation.EndDelegation(Signing.id(to), scope.scope(keys));
    }
}
