package org.allmende.cli;

import java.io.IOException;
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
        description = {
            "",
            "Application and resource are what 'delegation end' takes as --application and --resource; the resource '-' is"
                    + " the empty one, which covers the whole application.",
        },
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
        long height;
        try (var _ = Waiting.on(screen, "waiting for a node's answer");
                NetworkClient client = where.find().client()) {
            height = all(client, owner, table).height();
        }
        screen.out().print(table);
        screen.tell("as of height " + height);
        return Exit.OK;
    }

    /** How many there are, and the height that is as of. */
    record Listed(long count, long height) {}

    /** Puts all that are in force into the table. */
    static Listed all(NetworkClient client, AccountId owner, TextTable table)
            throws IOException, InterruptedException {
        DelegationsAnswer page = client.delegations(owner, Optional.empty(), Consistency.LINEARIZABLE);
        page.delegations().forEach(each -> row(table, each));
        long count = page.delegations().size();
        while (page.more()) {
            AccountId last = page.delegations().getLast().to();
            page = client.delegations(owner, Optional.of(last), Consistency.LINEARIZABLE);
            page.delegations().forEach(each -> row(table, each));
            count += page.delegations().size();
        }
        return new Listed(count, page.height());
    }

    static TextTable header() {
        return new TextTable("lets act", "application", "resource", "left", "until (ms)");
    }

    static void row(TextTable table, Accounts.Given given) {
        table.row(
                given.to(),
                ApplicationName.of(given.scope().application()),
                given.scope().resource().isEmpty() ? DelegationScope.EMPTY : given.scope().resource().toHex(),
                given.left().map(Object::toString).orElse("any"),
                given.untilMillis());
    }
}
