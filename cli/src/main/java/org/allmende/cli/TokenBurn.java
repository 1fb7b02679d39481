package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.ledger.token.TokenOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "burn",
        header = "Destroy units of a token that the signing account holds.",
        footer = {"", "Example:", "  allmende token burn HOURS 0.25"})
final class TokenBurn implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private TokenWork work = new TokenWork();

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much, with a point before decimal places.")
    private String amount = "";

    TokenBurn(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        return work.submit(
                screen, amount, (token, units) -> new TokenOperation.Burn(token, Optional.empty(), units));
    }
}
