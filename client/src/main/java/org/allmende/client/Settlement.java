package org.allmende.client;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Result;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.transaction.TransactionId;

/** How the submission of a transaction ended. */
public sealed interface Settlement {
    TransactionId id();

    /**
     * It was applied, once; each group was applied or refused for itself, as the receipt says.
     *
     * @param results of each applied group; empty when the node that answered has only the receipt
     */
    record Applied(Receipt receipt, Optional<List<List<Result>>> results) implements Settlement {
        @Override
        public TransactionId id() {
            return receipt.id();
        }
    }

    /** Its time has passed without it, as of this height: it will never be applied, and may be made anew. */
    record NeverHappened(TransactionId id, long asOfHeight) implements Settlement {}

    /**
     * It may have been applied, or still be, or not: ask again by its id, or submit the same bytes again. Making the
     * transaction anew now could do it twice.
     *
     * @param why for people
     */
    record Unknown(TransactionId id, String why) implements Settlement {}
}
