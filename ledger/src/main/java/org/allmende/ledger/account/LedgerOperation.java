package org.allmende.ledger.account;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.transaction.Operation;

/** What the ledger itself does on request. */
public sealed interface LedgerOperation extends Operation {
    /** Changes nothing: once it is applied, a reader knows that everything ordered before it is applied too. */
    @Tag(0)
    record Barrier(long nonce) implements LedgerOperation {}

    /**
     * Opens the account {@link AccountId#ofKey} of an Ed25519 public key. The caller must have the right to open.
     *
     * @param mayOpen whether the new account may open others in turn
     */
    @Tag(1)
    record OpenAccount(@Fixed(32) Bytes publicKey, boolean mayOpen) implements LedgerOperation {}

    /**
     * Lets another account act for the caller within a scope until an agreed time (milliseconds since 1970). Again
     * for the same scope: the new end holds.
     */
    @Tag(2)
    record Delegate(AccountId to, Scope scope, long untilMillis) implements LedgerOperation {}

    /** Takes such a delegation back before its end. */
    @Tag(3)
    record EndDelegation(AccountId to, Scope scope) implements LedgerOperation {}
}
