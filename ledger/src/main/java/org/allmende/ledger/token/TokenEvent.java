package org.allmende.ledger.token;

import java.util.Optional;
import org.allmende.ledger.Event;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Tag;

/** What happens to tokens. Amounts are in the token's smallest unit and at least 1. */
public sealed interface TokenEvent extends Event {
    /** There is a new token, of which nobody holds anything yet; its creator issues it. */
    @Tag(0)
    record Created(TokenId token, AccountId creator) implements TokenEvent {}

    /** There is so much more, and {@code to} holds it. */
    @Tag(1)
    record Minted(TokenId token, AccountId to, Uint256 amount) implements TokenEvent {}

    /** There is so much less, and {@code from} does not hold it any more. */
    @Tag(2)
    record Burned(TokenId token, AccountId from, Uint256 amount) implements TokenEvent {}

    /** So much went from one account to another; both may be the same. */
    @Tag(3)
    record Transferred(TokenId token, AccountId from, AccountId to, Uint256 amount) implements TokenEvent {}

    /** @param issuer who issues it from here on; empty: nobody ever again */
    @Tag(4)
    record IssuerChanged(TokenId token, Optional<AccountId> issuer) implements TokenEvent {}
}
