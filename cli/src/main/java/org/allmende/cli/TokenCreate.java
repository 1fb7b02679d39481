package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        header = "Create a token.",
        description = {
            "",
            "The signing account (default: of owner.key in the network's folder) becomes its issuer, who alone mints it."
                    + " Prints the token's id.",
        },
        footer = {"", "Examples:", "  allmende token create HOURS --decimals 2", "  allmende token create SEAT --max 100"})
final class TokenCreate implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Signing signing = new Signing();

    @Parameters(paramLabel = "SYMBOL", description = "1 to 16 letters, digits, dots and hyphens.")
    private String symbol = "";

    @Option(names = "--decimals", paramLabel = "N", description = "Places after the point, 0 to 36 (default: 0).")
    private int decimals;

    @Option(names = "--max", paramLabel = "AMOUNT", description = "Never more than so much (default: no bound).")
    private @Nullable String max;

    TokenCreate(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Uint256 supplyMax = max == null ? Uint256.MAX : Amounts.parse(max, decimals);
        Target target = signing.find();
        Keys keys = signing.owner(target);
        Signed.Done done =
                Signed.submit(screen, target, keys, new TokenOperation.Create(symbol, decimals, supplyMax));
        screen.answer(TokenId.of(keys.account(), symbol).toString());
        screen.tell("created at height " + done.height());
        return Exit.OK;
    }
}
