package org.allmende.simulation;

/** What a simulation counts, so that a test can show that it met what it is about. */
public enum Happening {
    HEIGHT_MADE,
    ROUND_DROPPED,
    GAP,
    /** A transaction in a round that was applied before. */
    SECOND_COPY,
    /** Bytes in a round that no client has signed. */
    GARBAGE,
    TRANSACTION_APPLIED,
    /** One in a round that must not be applied: out of its time. */
    TRANSACTION_TURNED_AWAY,
    /** One of a stranger, of a poser, of too few, or signed with a key that was its sender's once. */
    TURNED_AWAY_WITHOUT_AUTHORITY,
    TURNED_AWAY_OVER_QUOTA,
    /** One of a node that brought more than its share of the round. */
    TRANSACTION_SET_ASIDE,
    /** One set aside, which the node that has accepted it keeps. */
    OFFER_KEPT_FOR_LATER,
    APPLIED_OF_MANY_SIGNERS,
    GROUP_REFUSED,
    TIMER_FIRED,
    EPOCH_CHANGED,
    /** An epoch has ended because another roster was announced. */
    ROSTER_CHANGED,
    OFFER_ACCEPTED,
    OFFER_BUSY,
    OFFER_HALTED,
    OFFERED_AGAIN,
    /** A node brought far more at once than is its share. */
    ROUND_FLOODED,
    MESSAGE_LOST,
    MESSAGE_DOUBLED,
    /** A round came to a node after a later one. */
    ROUND_OUT_OF_TURN,
    NODES_CUT_OFF,
    NETWORK_HALTED,
    CRASHED_AT_ANY_TIME,
    CRASHED_BEFORE_ROUND_WAS_DURABLE,
    CRASHED_BEFORE_APPLY,
    CRASHED_BEFORE_ACKNOWLEDGEMENT,
    CRASHED_IN_CHECKPOINT,
    CRASHED_IN_RESTORE,
    CRASHED_IN_REPLAY,
    RESTARTED,
    RESTARTED_WITH_EMPTY_DISK,
    STATE_TAKEN_OVER,
    TOLD_APPLIED,
    TOLD_PENDING,
    TOLD_NEVER_HAPPENED,
    TOLD_FORGOTTEN,
    /** Who waited for a transaction was told that it was applied. */
    ACKNOWLEDGED
}
