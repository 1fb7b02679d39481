package org.allmende.cli;

import java.io.IOException;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.port.TokenAnswer;
import org.allmende.ledger.token.TokenId;
import org.allmende.node.Refusal;

/** How people name a token: by its id, by CREATOR:SYMBOL, or by its symbol when they created it themselves. */
final class TokenName {
    static final String LABEL = "TOKEN";
    static final String HELP = "Its id; CREATOR:SYMBOL with the creator's account id; or its symbol, when the signing"
            + " account created it.";

    private TokenName() {}

    /** @throws Refusal when it cannot be a token's name */
    static TokenId id(String text, AccountId self) throws Refusal {
        int colon = text.indexOf(':');
        if (colon == 64) {
            return TokenId.of(Signing.id(text.substring(0, colon)), text.substring(colon + 1));
        }
        return text.matches("[0-9a-f]{64}") ? TokenId.parse(text) : TokenId.of(self, text);
    }

    static TokenAnswer find(NetworkClient client, String text, AccountId self)
            throws Refusal, IOException, InterruptedException {
        return client.token(id(text, self), Consistency.LINEARIZABLE);
    }
}
