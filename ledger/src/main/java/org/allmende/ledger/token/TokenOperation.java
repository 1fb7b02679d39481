package org.allmende.ledger.token;

import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.transaction.Operation;

/**
 * What can be done with tokens. Amounts are in the token's smallest unit and at least 1. Where an account is optional
 * it is the caller's when empty; for another's the caller must act for it, by a delegation whose scope is the token's
 * 32 bytes (or nothing: all tokens) and whose limit, in units of the token, has the amount left.
 */
public sealed interface TokenOperation extends Operation {
    /**
     * Creates the token {@link TokenId#of} the caller and the symbol; the caller becomes its issuer.
     *
     * @param symbol 1 to {@link Limits#TOKEN_SYMBOL_BYTES_MAX} letters, digits, dots and hyphens of ASCII
     * @param decimals 0 to {@link Limits#TOKEN_DECIMALS_MAX}
     */
    @Tag(0)
    record Create(@Max(Limits.TOKEN_SYMBOL_BYTES_MAX) String symbol, int decimals, Uint256 supplyMax)
            implements TokenOperation {}

    /** New units for an account. The issuer's, or a delegate's of the issuer. */
    @Tag(1)
    record Mint(TokenId token, AccountId to, Uint256 amount) implements TokenOperation {}

    /** Units of an account are no more. */
    @Tag(2)
    record Burn(TokenId token, Optional<AccountId> from, Uint256 amount) implements TokenOperation {}

    @Tag(3)
    record Transfer(TokenId token, Optional<AccountId> from, AccountId to, Uint256 amount)
            implements TokenOperation {}

    /** Hands minting over to another account, or, when empty, ends it for good. The issuer itself only. */
    @Tag(4)
    record ChangeIssuer(TokenId token, Optional<AccountId> issuer) implements TokenOperation {}
}
