package org.allmende.cli;

import org.allmende.cli.Where.Target;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.port.TokenAnswer;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.node.Refusal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is common to the verbs that do something with an amount of a token: who signs, and which token. */
final class TokenWork {
    @Mixin
    private Signing signing = new Signing();

    @Parameters(index = "0", paramLabel = TokenName.LABEL, description = TokenName.HELP)
    private String name = "";

    /** What to do, once the token is known. */
    interface Work {
        TokenOperation of(TokenId token, Uint256 amount) throws Refusal;
    }

    /** Signs and submits it, and answers OK once there is a receipt. */
    int submit(Screen screen, String amount, Work work) throws Exception {
        Target target = signing.find();
        Keys keys = signing.owner(target);
        TokenAnswer token;
        try (NetworkClient client = target.client()) {
            token = TokenName.find(client, name, keys.account());
        }
        Uint256 units = Amounts.parse(amount, token.token().decimals());
        Signed.Done done = Signed.submit(screen, target, keys, work.of(token.id(), units));
        screen.answer("OK");
        screen.tell("at height " + done.height());
        return Exit.OK;
    }
}
