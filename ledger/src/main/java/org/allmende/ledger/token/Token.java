package org.allmende.ledger.token;

import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Max;

/**
 * A row of the tokens. Amounts are in the token's smallest unit.
 *
 * @param symbol as its creator named it; not unique
 * @param decimals places after the point when an amount is shown, 0 to {@link Limits#TOKEN_DECIMALS_MAX}
 * @param creator who created it, and owns the row
 * @param issuer who may mint; empty: nobody ever again
 * @param supply the sum of all balances
 * @param supplyMax what minting never goes beyond
 */
public record Token(
        @Max(Limits.TOKEN_SYMBOL_BYTES_MAX) String symbol,
        int decimals,
        AccountId creator,
        Optional<AccountId> issuer,
        Uint256 supply,
        Uint256 supplyMax) {
    Token withSupply(Uint256 other) {
        return new Token(symbol, decimals, creator, issuer, other, supplyMax);
    }

    Token withIssuer(Optional<AccountId> other) {
        return new Token(symbol, decimals, creator, other, supply, supplyMax);
    }
}
