package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        header = "Open an account for somebody's public key.",
        description = {
            "",
            "Signed by an account with the right to open others: at the beginning those of the operators. Prints the new"
                    + " account's id.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende key new my.key                  prints the public key",
            "  allmende account open PUBLIC-KEY         signed by the first operator of the network 'up' made",
            "  allmende account open PUBLIC-KEY --key operator.key --nodes http://192.0.2.17:7700",
        })
final class AccountOpen implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "PUBLIC-KEY", description = "As 'allmende key new' printed it.")
    private String publicKey = "";

    @Option(names = "--may-open", description = "The new account may open others in turn.")
    private boolean mayOpen;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Sign with this key (default: the key of the first operator in the network's folder).")
    private @Nullable Path key;

    AccountOpen(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, UnknownOutcome, IOException, InterruptedException {
        Bytes opened = NodeInit.publicKey(publicKey);
        Target target = where.find();
        Signed.Done done = Signed.submit(screen, target, keys(target), LedgerOperation.OpenAccount.ofKey(
                        opened, mayOpen ? Quota.STANDARD.withAccounts(1_000) : Quota.STANDARD));
        screen.answer(AccountId.ofKey(opened).toString());
        screen.tell("opened at height " + done.height());
        return Exit.OK;
    }

    private Keys keys(Target target) throws Refusal {
        if (key != null) {
            return Where.keys(key);
        }
        NetworkFolder folder = target.folder().orElseThrow(() -> new Refusal(
                "opening an account is signed, and --nodes brings no key", "name the file of one with --key FILE"));
        return Where.keys(folder.operatorKey(target.genesis().nodes().getFirst().name()));
    }
}
