package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.token.Tokens;

/**
 * What an account holds as of a height, as gateways send it; also of an account that is not open, which holds nothing.
 *
 * @param more whether it holds tokens after these: ask again from after the last one's id
 */
public record BalancesAnswer(
        long height, AccountId account, @Max(TokensAnswer.TOKENS_MAX) List<Tokens.Balance> balances, boolean more) {
    public BalancesAnswer {
        balances = List.copyOf(balances);
    }
}
