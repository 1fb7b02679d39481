package org.allmende.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.port.BalancesAnswer;
import org.allmende.ledger.port.TokensAnswer;
import org.allmende.ledger.token.Token;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.Tokens;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        header = "List tokens, or what an account holds of them.",
        footer = {"", "Examples:", "  allmende token list", "  allmende token list --held-by ACCOUNT-ID"})
final class TokenList implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    @Option(names = "--held-by", paramLabel = "ID", description = "Only those that this account holds, and how much.")
    private @Nullable String holder;

    TokenList(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Optional<AccountId> account = holder == null ? Optional.empty() : Optional.of(Signing.id(holder));
        try (NetworkClient client = where.find().client()) {
            long height = account.isPresent() ? held(client, account.get()) : all(client);
            screen.tell("as of height " + height);
        }
        return Exit.OK;
    }

    private long all(NetworkClient client) throws IOException, InterruptedException {
        TextTable table = new TextTable("token", "symbol", "supply", "issuer");
        TokensAnswer page = client.tokens(Optional.empty(), Consistency.LINEARIZABLE);
        while (true) {
            for (Tokens.Listed each : page.tokens()) {
                Token token = each.token();
                table.row(
                        each.id(),
                        token.symbol(),
                        Amounts.show(token.supply(), token),
                        token.issuer().map(AccountId::toString).orElse("nobody"));
            }
            if (!page.more()) {
                screen.out().print(table);
                return page.height();
            }
            page = client.tokens(Optional.of(page.tokens().getLast().id()), Consistency.LINEARIZABLE);
        }
    }

    private long held(NetworkClient client, AccountId account) throws IOException, InterruptedException {
        TextTable table = new TextTable("token", "symbol", "balance");
        BalancesAnswer page = client.balances(account, Optional.empty(), Consistency.LINEARIZABLE);
        while (true) {
            for (Tokens.Balance each : page.balances()) {
                TokenId id = each.token();
                Token token = client.token(id, Consistency.LOCAL).token();
                table.row(id, token.symbol(), Amounts.show(each.amount(), token));
            }
            if (!page.more()) {
                screen.out().print(table);
                return page.height();
            }
            page = client.balances(
                    account, Optional.of(page.balances().getLast().token()), Consistency.LINEARIZABLE);
        }
    }
}
