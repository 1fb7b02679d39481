package org.allmende.ledger.token;

import java.util.Optional;
import org.allmende.ledger.Event;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Tag;

/** What happens to tokens. */
public sealed interface TokenEvent extends Event {
    @Tag(0)
    record Created(TokenId token, AccountId creator) implements TokenEvent {}

    @Tag(1)
    record Minted(TokenId token, AccountId to, Uint256 amount) implements TokenEvent {}

    @Tag(2)
    record Burned(TokenId token, AccountId from, Uint256 amount) implements TokenEvent {}

    @Tag(3)
    record Transferred(TokenId token, AccountId from, AccountId to, Uint256 amount) implements TokenEvent {}

    @Tag(4)
    record IssuerChanged(TokenId token, Optional<AccountId> issuer) implements TokenEvent {}
}
