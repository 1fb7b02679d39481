package org.allmende.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.token.TokenOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "issuer",
        header = "Hand the minting of a token over to another account, or end it for good.",
        description = {
            "",
            "Signed by the issuer itself: no delegate may. With --none nobody ever mints it again, which nothing undoes.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende token issuer HOURS ACCOUNT-ID",
            "  allmende token issuer SEAT --none",
        })
final class TokenIssuer implements Callable<Integer> {
    private final Screen screen;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Signing signing = new Signing();

    @Parameters(index = "0", paramLabel = TokenName.LABEL, description = TokenName.HELP)
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACCOUNT",
            description = "The id of the account that mints it from now on.")
    private @Nullable String next;

    @Option(names = "--none", description = "Nobody, for ever.")
    private boolean none;

    TokenIssuer(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        if ((next == null) != none) {
            throw new ParameterException(
                    spec.commandLine(),
                    none ? "ACCOUNT and --none exclude each other" : "Missing required parameter: 'ACCOUNT', or --none");
        }
        Optional<AccountId> issuer = next == null ? Optional.empty() : Optional.of(Signing.id(next));
        Target target = signing.find();
        Keys keys = signing.owner(target);
        Signed.Done done = Signed.submit(
                screen, target, keys, new TokenOperation.ChangeIssuer(TokenName.id(name, keys.account()), issuer));
        screen.answer("OK");
        screen.tell("at height " + done.height());
        return Exit.OK;
    }
}
