package org.allmende.ledger.account;

import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.transaction.Operation;

/** What the ledger itself does on request. */
public sealed interface LedgerOperation extends Operation {
    /** Changes nothing: once it is applied, a reader knows that everything ordered before it is applied too. */
    @Tag(0)
    record Barrier(long nonce) implements LedgerOperation {}

    /**
     * Opens the account {@link AccountId#of} an authority. The caller must have the right to open, and gives of its
     * own quota: of accounts to open one more than the new one gets, which it has no longer then; of all else no more
     * than it has itself.
     */
    @Tag(1)
    record OpenAccount(Authority authority, Quota quota) implements LedgerOperation {
        /** For the holder of one Ed25519 public key (32 bytes). */
        public static OpenAccount ofKey(Bytes publicKey, Quota quota) {
            return new OpenAccount(new Authority.OneKey(publicKey), quota);
        }
    }

    /**
     * Lets another account act for the caller within a scope until an agreed time (milliseconds since 1970). Again
     * for the same scope: the new limit and end hold. It is one entry of the caller's until it ends, and stays when the
     * caller's authority changes.
     *
     * @param limit what may be used in all, in the application's own units: in coordination a key or range written
     *     costs 1, of tokens the amount counts; empty: without limit
     * @param untilMillis at most {@link Limits#DELEGATION_MILLIS_MAX} ahead of agreed time
     */
    @Tag(2)
    record Delegate(AccountId to, Scope scope, Optional<Uint256> limit, long untilMillis)
            implements LedgerOperation {}

    /** Takes such a delegation back before its end. */
    @Tag(3)
    record EndDelegation(AccountId to, Scope scope) implements LedgerOperation {}

    /**
     * From here on another authority stands behind the caller's account, and the one before does not. Delegations that
     * the account has given stay, whoever gave them: after a key was stolen, {@link EndDelegations} as well.
     */
    @Tag(4)
    record ChangeAuthority(Authority authority) implements LedgerOperation {}

    /**
     * Gives an account that the caller has opened another quota, within the caller's own as for {@link OpenAccount}.
     * Accounts it may open no longer are the caller's again.
     */
    @Tag(5)
    record ChangeQuota(AccountId account, Quota quota) implements LedgerOperation {}

    /** Takes back all delegations that the caller has given; applied also when there are none. */
    @Tag(6)
    record EndDelegations() implements LedgerOperation {}
}
