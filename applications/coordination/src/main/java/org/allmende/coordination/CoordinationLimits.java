package org.allmende.coordination;

/** Every size and count coordination accepts, inclusive. Each has a test at the limit and one past it. */
public final class CoordinationLimits {
    /**
     * Bytes of a key. etcd has no limit of its own below that of a request; here a key is part of a table's key, in
     * which every byte may take two, and stays within {@link org.allmende.ledger.Limits#TABLE_KEY_BYTES_MAX}.
     */
    public static final int KEY_BYTES_MAX = 4_000;

    /** Bytes of a bound of a range: one more, since the first key after a key is that key and a zero byte. */
    public static final int BOUND_BYTES_MAX = KEY_BYTES_MAX + 1;

    /** Bytes of all keys, bounds and values in one operation, as etcd's default {@code --max-request-bytes}. */
    public static final int REQUEST_BYTES_MAX = 1_536 * 1_024;

    /**
     * Compares, and requests of a branch, as etcd's default {@code --max-txn-ops}; in a nested transaction what the
     * largest of the three leaves over in the one around it, as etcd counts.
     */
    public static final int TXN_OPERATIONS_MAX = 128;

    /** Compares and requests of a transaction with everything nested in it; etcd leaves this open. */
    public static final int TXN_REQUESTS_MAX = 4_096;

    /** Transactions nested in each other, the outermost counted; etcd leaves this open. */
    public static final int TXN_DEPTH_MAX = 16;

    /** Stored versions that one operation may look at, so that no operation can stall a round; etcd leaves this open. */
    public static final int VERSIONS_VISITED_MAX = 100_000;

    /** Keys in one answer. */
    public static final int ANSWER_KEYS_MAX = 100_000;

    /** Bytes of keys and values in one answer. */
    public static final int ANSWER_BYTES_MAX = 32 * 1_024 * 1_024;

    /** Events of a page of history that may be asked for; a revision with more of them still comes whole. */
    public static final int HISTORY_EVENTS_MAX = 10_000;

    /** Keyspaces of a network. */
    public static final int KEYSPACES_MAX = 1_024;

    /** Keyspaces that one account creates; those of a genesis do not count. */
    public static final int KEYSPACES_PER_OWNER_MAX = 16;

    /** Writers a keyspace names: pairs of account and prefix. */
    public static final int WRITERS_MAX = 1_024;

    /** Prefixes a keyspace names for one account. */
    public static final int WRITER_PREFIXES_MAX = 64;

    private CoordinationLimits() {}
}
