package org.allmende.ledger.verification;

import java.util.Set;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/** What the bytes of a signed transaction are, whatever the state. */
public sealed interface Checked {
    /**
     * Well formed, for this network, and signed.
     *
     * @param signers the keys that signed; whether they are the authority of {@link Transaction#sender} only state can
     *     tell. To be asked, never walked: a set has no order
     */
    record Sound(TransactionId id, Transaction transaction, Set<Bytes> signers) implements Checked {
        public Sound {
            signers = Set.copyOf(signers);
        }

        /** Of all groups. */
        public int operations() {
            int operations = 0;
            for (Group group : transaction.groups()) {
                operations += group.operations().size();
            }
            return operations;
        }

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
