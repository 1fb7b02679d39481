package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.port.AccountsAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        header = "List accounts: who opened them and how much they may use.",
        description = {"", "'account show ACCOUNT-ID' tells more of one."},
        footer = {"", "Example:", "  allmende account list"})
final class AccountList implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    AccountList(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        TextTable table = new TextTable("account", "may open", "entries", "operations/min", "opened by", "at height");
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = where.find().client()) {
            AccountsAnswer page = client.accounts(Optional.empty(), Consistency.LINEARIZABLE);
            page.accounts().forEach(each -> row(table, each));
            while (page.more()) {
                page = client.accounts(Optional.of(page.accounts().getLast().id()), Consistency.LINEARIZABLE);
                page.accounts().forEach(each -> row(table, each));
            }
            screen.out().print(table);
            screen.tell("as of height " + page.height());
        }
        return Exit.OK;
    }

    private static void row(TextTable table, Accounts.Listed each) {
        Account account = each.account();
        table.row(
                each.id(),
                account.quota().accounts(),
                account.quota().entries(),
                account.quota().operationsPerMinute(),
                account.openedHeight() == 0 ? "the genesis" : account.openedBy(),
                account.openedHeight());
    }
}
