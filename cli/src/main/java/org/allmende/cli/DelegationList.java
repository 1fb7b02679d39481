package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.port.DelegationsAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        header = "List whom an account lets act for it, within what, and until when.",
        footer = {"", "Example:", "  allmende delegation list ACCOUNT-ID"})
final class DelegationList implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "ID", description = "The id of the account that lets others act.")
    private String id = "";

    DelegationList(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        AccountId owner = Signing.id(id);
        TextTable table = header();
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = where.find().client()) {
            DelegationsAnswer page = client.delegations(owner, Optional.empty(), Consistency.LINEARIZABLE);
            page.delegations().forEach(each -> row(table, each));
            while (page.more()) {
                AccountId last = page.delegations().getLast().to();
                page = client.delegations(owner, Optional.of(last), Consistency.LINEARIZABLE);
                page.delegations().forEach(each -> row(table, each));
            }
            screen.out().print(table);
            screen.tell("as of height " + page.height());
        }
        return Exit.OK;
    }

    static TextTable header() {
        return new TextTable("lets act", "application", "resource", "left", "until (ms)");
    }

    static void row(TextTable table, Accounts.Given given) {
        table.row(
                given.to(),
                given.scope().application(),
                given.scope().resource().toHex(),
                given.left().map(Object::toString).orElse("any"),
                given.untilMillis());
    }
}
