package org.allmende.ledger.port;

import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.transaction.TransactionId;

/** What a node says of a transaction it is given. */
public sealed interface Admission {
    /** Offered for ordering; ask for its receipt. */
    record Accepted(TransactionId id) implements Admission {}

    /** @param detail for people: what exactly, and what to do */
    record Refused(Reason reason, String detail) implements Admission {}

    /**
     * In order of precedence: what the bytes are, then what the state says of them, then whether they can be ordered
     * now. Two are said earlier or later than they stand: {@link #HALTED} before a node has any state, and
     * {@link #TOO_LARGE} when the engine carries less than may be signed.
     */
    enum Reason {
        @Tag(0) TOO_LARGE,
        @Tag(1) MALFORMED,
        @Tag(2) WRONG_NETWORK,
        @Tag(5) BAD_SIGNATURE,
        @Tag(3) EXPIRED,
        @Tag(4) VALID_TOO_LONG,
        @Tag(6) UNKNOWN_ACCOUNT,
        @Tag(7) NOT_AUTHORIZED,
        @Tag(10) OVER_QUOTA,
        @Tag(8) HALTED,
        @Tag(9) BUSY
    }
}
