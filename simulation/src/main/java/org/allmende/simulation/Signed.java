package org.allmende.simulation;

import java.util.Set;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/**
 * A transaction as clients of the simulation have signed it.
 *
 * @param signerKeys the public keys of who signed, which may not be its sender's
 */
public record Signed(Bytes bytes, TransactionId id, Transaction transaction, Set<Bytes> signerKeys) {
    public Signed {
        signerKeys = Set.copyOf(signerKeys);
    }

    /** Of all its groups. */
    int operations() {
        return transaction.groups().stream()
                .mapToInt(group -> group.operations().size())
                .sum();
    }
}
