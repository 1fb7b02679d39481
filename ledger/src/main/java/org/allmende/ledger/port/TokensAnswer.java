package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.token.Tokens;

/**
 * Tokens as of a height, as gateways send them.
 *
 * @param more whether there are tokens after these: ask again from after the last one's id
 */
public record TokensAnswer(long height, @Max(TokensAnswer.TOKENS_MAX) List<Tokens.Listed> tokens, boolean more) {
    public static final int TOKENS_MAX = 1_000;

    public TokensAnswer {
        tokens = List.copyOf(tokens);
    }
}
