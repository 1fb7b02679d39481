package org.allmende.ledger.receipt;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.transaction.TransactionId;

/**
 * What became of one transaction.
 *
 * @param height where it was applied, from 1
 * @param position among the transactions of that height, from 0
 * @param outcomes of its groups, in order
 */
public record Receipt(
        TransactionId id,
        long height,
        int position,
        @Max(Limits.TRANSACTION_GROUPS_MAX) List<GroupOutcome> outcomes) {
    public Receipt {
        outcomes = List.copyOf(outcomes);
    }
}
