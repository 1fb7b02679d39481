package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;

/**
 * Transactions that a node is given together, for who has many: each is for itself, none waits for another.
 *
 * @param transactions the bytes of signed transactions, in the order in which they are offered
 */
public record Batch(@Max(TRANSACTIONS_MAX) List<@Max(Limits.SIGNED_TRANSACTION_BYTES_MAX) Bytes> transactions) {
    /** Transactions given together. */
    public static final int TRANSACTIONS_MAX = 1_024;

    public Batch {
        transactions = List.copyOf(transactions);
    }
}
