package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.TransactionId;

/**
 * What came of each transaction of a {@link Batch}.
 *
 * @param transactions in the order of the batch
 */
public record BatchAnswer(@Max(Batch.TRANSACTIONS_MAX) List<Submitted> transactions) {
    /** UTF-8 bytes of what is said about a refusal. */
    public static final int DETAIL_BYTES_MAX = 4_096;

    public BatchAnswer {
        transactions = List.copyOf(transactions);
    }

    /** What came of one. */
    public sealed interface Submitted {
        /** Settled within the time that was waited. */
        @Tag(0)
        record Settled(TransactionId id, Answer answer) implements Submitted {}

        /** Accepted, and not settled yet: ask for its receipt. */
        @Tag(1)
        record Accepted(TransactionId id) implements Submitted {}

        /** @param detail for people: what exactly, and what to do */
        @Tag(2)
        record Refused(Admission.Reason reason, @Max(DETAIL_BYTES_MAX) String detail) implements Submitted {}
    }
}
