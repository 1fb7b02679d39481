package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.metering.Usage;
import org.allmende.ledger.port.AccountAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        header = "Show an account: who stands behind it, what it may use and has used, and whom it lets act.",
        footer = {"", "Example:", "  allmende account show ACCOUNT-ID"})
final class AccountShow implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "ID", description = "The account's id.")
    private String id = "";

    AccountShow(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        AccountAnswer answer;
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = where.find().client()) {
            answer = client.account(Signing.id(id), Consistency.LINEARIZABLE);
        }
        Quota quota = answer.account().quota();
        Usage usage = answer.usage();
        TextTable table = new TextTable("account", answer.id().toString());
        table.row("authority", shown(answer.account().authority()));
        table.row("opened by", answer.account().openedBy() + " at height " + answer.account().openedHeight());
        table.row("accounts to open", quota.accounts());
        table.row("entries", usage.entries() + " of " + quota.entries());
        table.row("operations", usage.operations() + ", at most " + quota.operationsPerMinute() + " a minute");
        table.row("bytes", usage.bytes() + ", at most " + quota.bytesPerMinute() + " a minute");
        screen.out().print(table);
        if (!answer.delegations().isEmpty()) {
            TextTable given = DelegationList.header();
            answer.delegations().forEach(each -> DelegationList.row(given, each));
            screen.answer("");
            screen.out().print(given);
        }
        screen.tell("as of height " + answer.height());
        return Exit.OK;
    }

    private static String shown(Authority authority) {
        return switch (authority) {
            case Authority.OneKey(var key) -> "key " + key.toHex();
            case Authority.Threshold threshold -> threshold.required() + " of ("
                    + String.join(", ", threshold.members().stream().map(AccountShow::shown).toList()) + ")";
        };
    }
}
