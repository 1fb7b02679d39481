package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.ledger.token.TokenOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "mint",
        header = "Make new units of a token for an account.",
        description = {"", "Signed by the token's issuer, or by a delegate of it."},
        footer = {"", "Example:", "  allmende token mint HOURS ACCOUNT-ID 1.50"})
final class TokenMint implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private TokenWork work = new TokenWork();

    @Parameters(index = "1", paramLabel = "TO", description = "The id of the account that gets them.")
    private String to = "";

    @Parameters(index = "2", paramLabel = "AMOUNT", description = "How much, with a point before decimal places.")
    private String amount = "";

    TokenMint(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return work.submit(screen, amount, (token, units) -> new TokenOperation.Mint(token, Signing.id(to), units));
    }
}
