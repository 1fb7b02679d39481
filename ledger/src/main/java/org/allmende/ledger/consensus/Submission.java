package org.allmende.ledger.consensus;

/** What became of an offer. */
public sealed interface Submission {
    /** The engine keeps it until it was seen in a round or has expired. */
    record Accepted() implements Submission {}

    /** Nothing was kept. */
    record Refused(Reason reason) implements Submission {}

    /** Why an offer was not accepted, in order of precedence. */
    enum Reason {
        /** Larger than {@link Guarantees#largestTransactionBytes}. */
        TOO_LARGE,
        /** This node does not order now: it starts, catches up, or has stopped. Ask another node. */
        HALTED,
        /** The window of transactions under way is full. Try again shortly, or ask another node. */
        BUSY
    }
}
