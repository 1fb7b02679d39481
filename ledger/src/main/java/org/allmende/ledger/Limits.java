package org.allmende.ledger;

/** Every size, count and depth the ledger accepts, inclusive. Each has a test at the limit and one past it. */
public final class Limits {
    /** Groups in one transaction. */
    public static final int TRANSACTION_GROUPS_MAX = 1_024;

    /** Operations in one group. */
    public static final int GROUP_OPERATIONS_MAX = 64;

    /** Bytes of one transaction of the engine, and of all in one of its events; fixed in the genesis. */
    public static final int ENGINE_BYTES_MAX = 2 * 1024 * 1024;

    /** Bytes of a signed transaction as it travels: what fits an engine event beside its own envelope. */
    public static final int SIGNED_TRANSACTION_BYTES_MAX = ENGINE_BYTES_MAX - 4 * 1024;

    /** Bytes of a transaction under its proof. */
    public static final int TRANSACTION_BYTES_MAX = SIGNED_TRANSACTION_BYTES_MAX - 4 * 1024;

    /** How far ahead of agreed time a transaction's valid-until may lie. */
    public static final long VALIDITY_MILLIS_MAX = 180_000;

    /** Bytes of one operation's result that a receipt keeps. */
    public static final int RESULT_SUMMARY_BYTES_MAX = 32;

    /** Bytes of an encoded table key. */
    public static final int TABLE_KEY_BYTES_MAX = 8 * 1024;

    /** UTF-8 bytes of a token's symbol. */
    public static final int TOKEN_SYMBOL_BYTES_MAX = 16;

    /** Decimal places of a token. */
    public static final int TOKEN_DECIMALS_MAX = 36;

    /** Bytes of a timer's name. */
    public static final int TIMER_NAME_BYTES_MAX = 1_024;

    /** Due timers fired in one round; the others fire in the rounds that follow at once. */
    public static final int TIMERS_PER_ROUND_MAX = 10_000;

    /** Keys of one authority, and signatures of one transaction. */
    public static final int AUTHORITY_KEYS_MAX = 32;

    /** Choices of members within each other in an authority. */
    public static final int AUTHORITY_DEPTH_MAX = 3;

    /** Bytes of a delegation's resource. */
    public static final int DELEGATION_RESOURCE_BYTES_MAX = 512;

    /** Live delegations from one account to one other. */
    public static final int DELEGATIONS_PER_PAIR_MAX = 64;

    /** Live delegations from one account to all others, so that all can be ended at once. */
    public static final int DELEGATIONS_GIVEN_MAX = 1_024;

    /** How far ahead of agreed time a delegation's end may lie: ten years of 365 days. */
    public static final long DELEGATION_MILLIS_MAX = 10 * 365 * 24 * 3_600_000L;

    /** Transactions in one round. More than an engine can order in one; a bound for decoding. */
    public static final int ROUND_TRANSACTIONS_MAX = 1_000_000;

    /** The latest agreed time that a network may start at: the end of the year 9999, the last that RFC 3339 can write. */
    public static final long GENESIS_START_MILLIS_MAX = 253_402_300_799_999L;

    /** Nodes in a genesis. */
    public static final int NODES_MAX = 64;

    /** Keyspaces in a genesis. */
    public static final int GENESIS_KEYSPACES_MAX = 64;

    /** UTF-8 bytes of a name of a network, node, operator, provider, region, jurisdiction or keyspace. */
    public static final int NAME_BYTES_MAX = 64;

    /** Checkpoints that are kept at once. */
    public static final int CHECKPOINTS_KEPT_MAX = 4;

    /** Agreed time that has to pass between two checkpoints. */
    public static final long CHECKPOINT_INTERVAL_MILLIS = 10_000;

    /** Agreed time for which a checkpoint not yet vouched for keeps others from being taken. */
    public static final long CHECKPOINT_PENDING_MILLIS = 60_000;

    /** Bytes of one row's value in a checkpoint's file; several times what any application can write. */
    public static final int CHECKPOINT_VALUE_BYTES_MAX = 16 * 1024 * 1024;

    /** Bytes of the genesis in a checkpoint's file; more than one of {@link #NODES_MAX} nodes can have. */
    public static final int CHECKPOINT_GENESIS_BYTES_MAX = 1024 * 1024;

    /** Bytes of the vouches in a checkpoint's file; more than those of {@link #NODES_MAX} nodes. */
    public static final int CHECKPOINT_VOUCHES_BYTES_MAX = 8 * 1024;

    /** UTF-8 bytes of an explanation for people in a node's status. */
    public static final int EXPLANATION_BYTES_MAX = 4_096;

    /** Proposals that one operator may have open at once. */
    public static final int PROPOSALS_OPEN_PER_OPERATOR_MAX = 3;

    /** Decided proposals that are remembered with their votes; the oldest go first. */
    public static final int PROPOSALS_KEPT_MAX = 128;

    /** UTF-8 bytes of why something is proposed. */
    public static final int PROPOSAL_REASON_BYTES_MAX = 512;

    /** UTF-8 bytes of how a card was checked. */
    public static final int CARD_CHECK_BYTES_MAX = 256;

    /** A node is level that was heard so short a time ago, in agreed time. */
    public static final long LEVEL_MILLIS = 60_000;

    /** A node that speaks all the time is noted as heard so often, in agreed time; more often where silence is short. */
    public static final long HEARD_MILLIS = 10_000;

    private Limits() {}
}
