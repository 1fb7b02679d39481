package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.ledger.token.TokenOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "transfer",
        header = "Move units of a token to another account.",
        description = {"", "From the signing account, or from another that has delegated to it."},
        footer = {"", "Example:", "  allmende token transfer HOURS ACCOUNT-ID 1.50"})
final class TokenTransfer implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private TokenWork work = new TokenWork();

    @Parameters(index = "1", paramLabel = "TO", description = "The id of the account that gets them.")
    private String to = "";

    @Parameters(index = "2", paramLabel = "AMOUNT", description = "How much, with a point before decimal places.")
    private String amount = "";

    @Option(names = "--from", paramLabel = "ID", description = "From this account (default: the signing one).")
    private @Nullable String from;

    TokenTransfer(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return work.submit(
                screen,
                amount,
                (token, units) -> new TokenOperation.Transfer(
                        token,
                        from == null ? Optional.empty() : Optional.of(Signing.id(from)),
                        Signing.id(to),
                        units));
    }
}
