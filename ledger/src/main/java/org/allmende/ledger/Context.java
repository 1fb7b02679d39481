package org.allmende.ledger;

import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.timer.Timers;

/** What an application may use while it applies something. Valid during that one call. */
public interface Context {
    /** The height being made, from 1. A network begins within its first. */
    long height();

    /** Agreed time, milliseconds since 1970 (UTC). Never decreases. */
    long timeMillis();

    /** The roster epoch of the round that is being applied, from 0. */
    long epoch();

    /** Who signed. @throws IllegalStateException in a timer, a gap, or at the beginning, where nobody did */
    AccountId caller();

    /**
     * Whether the caller is {@code owner}, or holds a live delegation from it whose scope covers {@code scope} and
     * whose limit has {@code cost} left, which it then has less. Taken back when the group is refused.
     */
    boolean actsFor(AccountId owner, Scope scope, Uint256 cost);

    /**
     * Notes that an account owns this many entries more, or fewer. Taken back when the group is refused.
     *
     * @return false, and nothing is noted, when that would be over the account's quota; never for fewer
     */
    boolean own(AccountId owner, long more);

    /** Whether this account has been opened. */
    boolean isOpen(AccountId account);

    /** Whether there is an application of this tag. */
    boolean hasApplication(int tag);

    /** Tells the world; numbered by height and index. Taken back when the group is refused. */
    void emit(Event event);

    /** This application's timers. */
    Timers timers();
}
