package org.allmende.ledger.verification;

import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/** What the bytes of a signed transaction are, whatever the state. */
public sealed interface Checked {
    /**
     * Well formed, for this network, and signed.
     *
     * @param signer what signed; whether it is the authority of {@link Transaction#sender} only state can tell
     */
    record Sound(TransactionId id, Transaction transaction, Authority signer) implements Checked {
        public AccountId sender() {
            return transaction.sender();
        }
    }

    /** @param detail for people: what exactly, and what to do */
    record Unsound(Flaw flaw, String detail) implements Checked {}

    /** What can be wrong with bytes alone, in order of precedence. */
    enum Flaw {
        TOO_LARGE,
        MALFORMED,
        WRONG_NETWORK,
        BAD_SIGNATURE
    }
}
