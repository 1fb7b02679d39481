package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.port.TokenAnswer;
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
    private Signing signing = new Signing();

    @Parameters(index = "0", paramLabel = TokenName.LABEL, description = TokenName.HELP)
    private String name = "";

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much, with a point before decimal places.")
    private String amount = "";

    TokenBurn(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = signing.find();
        Keys keys = signing.owner(target);
        TokenAnswer token;
        try (NetworkClient client = target.client()) {
            token = TokenName.find(client, name, keys.account());
        }
        Signed.Done done = Signed.submit(
                screen,
                target,
                keys,
                new TokenOperation.Burn(
                        token.id(), Optional.empty(), Amounts.parse(amount, token.token().decimals())));
        screen.answer("OK");
        screen.tell("at height " + done.height());
        return Exit.OK;
    }
}
