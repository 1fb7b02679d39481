package org.allmende.ledger.account;

import java.util.Optional;
import org.allmende.ledger.Event;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Tag;

/** What the ledger itself tells the world. Times are agreed, milliseconds since 1970. */
public sealed interface LedgerEvent extends Event {
    /** No rounds were made for a while: no quorum, a freeze, or a clock. */
    @Tag(0)
    record GapPassed(long fromMillis, long toMillis) implements LedgerEvent {}

    @Tag(1)
    record AccountOpened(AccountId account, AccountId by) implements LedgerEvent {}

    @Tag(2)
    record Delegated(AccountId owner, AccountId to, Scope scope, Optional<Uint256> limit, long untilMillis)
            implements LedgerEvent {}

    /** @param expired true when its time was over, false when its owner took it back */
    @Tag(3)
    record DelegationEnded(AccountId owner, AccountId to, Scope scope, boolean expired) implements LedgerEvent {}

    /** Another authority stands behind an account now. */
    @Tag(4)
    record AuthorityChanged(AccountId account) implements LedgerEvent {}

    @Tag(5)
    record QuotaChanged(AccountId account, AccountId by) implements LedgerEvent {}
}
