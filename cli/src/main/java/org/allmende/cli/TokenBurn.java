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
        name = "burn",
        header = "Destroy units of a token.",
        description = {"", "Of the signing account, or of another that has delegated to it."},
        footer = {
            "",
            "Examples:",
            "  allmende token burn HOURS 0.25",
            "  allmende token burn CREATOR-ID:HOURS 0.25 --from ACCOUNT-ID --key delegate.key",
        })
final class TokenBurn implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private TokenWork work = new TokenWork();

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much, with a point before decimal places.")
    private String amount = "";

    @Option(names = "--from", paramLabel = "ID", description = "From this account (default: the signing one).")
    private @Nullable String from;

    TokenBurn(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return work.submit(
                screen,
                amount,
                (token, units) -> new TokenOperation.Burn(
                        token, from == null ? Optional.empty() : Optional.of(Signing.id(from)), units));
    }
}
