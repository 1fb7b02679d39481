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

    /** Stored versions that one operation may look at, so that none can stall a round; etcd leaves this open. */
    public static final int VERSIONS_VISITED_MAX = 100_000;

    /**
     * Stored versions that all operations of one account may look at in one round; a lease that is to be renewed
     * counts as one, and so does a key that ends with one that is revoked, and what is looked at to see whether a user
     * may do something: a permission, and a key of a lease.
     */
    public static final int VERSIONS_VISITED_PER_ROUND_MAX = 4 * VERSIONS_VISITED_MAX;

    /**
     * Stored versions that a deletion outside of transactions may look at: all that its account has of a round, for what
     * was written over minutes is deleted at once, as by {@code etcdctl check perf} at its end.
     */
    public static final int DELETED_VERSIONS_MAX = VERSIONS_VISITED_PER_ROUND_MAX;

    /** Keys in one answer. */
    public static final int ANSWER_KEYS_MAX = 100_000;

    /** Bytes of keys and values in one answer. */
    public static final int ANSWER_BYTES_MAX = 32 * 1_024 * 1_024;

    /** Changes of one revision: deletions, each of which looked at a version, and puts, each of which is a request. */
    public static final int REVISION_CHANGES_MAX = DELETED_VERSIONS_MAX + TXN_REQUESTS_MAX;

    /** Events of a page of history that may be asked for; a revision with more of them still comes whole. */
    public static final int HISTORY_EVENTS_MAX = 10_000;

    /** Bytes of keys and values after which a page of history ends with the revision it is at. */
    public static final int HISTORY_PAGE_BYTES = 4 * 1_024 * 1_024;

    /** Changes, asked for or not, after which a page of history ends with the revision it is at. */
    public static final int HISTORY_PASSED = 20_000;

    /** Keyspaces of a network. */
    public static final int KEYSPACES_MAX = 1_024;

    /** Keyspaces that an account may come to own by creating them; a genesis may give it more. */
    public static final int KEYSPACES_PER_OWNER_MAX = 16;

    /** Writers a keyspace names: pairs of account and prefix. */
    public static final int WRITERS_MAX = 1_024;

    /** Prefixes a keyspace names for one account. */
    public static final int WRITER_PREFIXES_MAX = 64;

    /** Changes of a compacted past that one round looks at; the next goes on. */
    public static final int SWEPT_PER_ROUND_MAX = 500;

    /** The shortest life of a lease; etcd's with its default times, one and a half of its elections, rounded up. */
    public static final long LEASE_SECONDS_MIN = 2;

    /** The longest, as etcd's. */
    public static final long LEASE_SECONDS_MAX = 9_000_000_000L;

    /** Keys attached to one lease, since all are deleted in one revision; etcd leaves this open. */
    public static final int LEASE_KEYS_MAX = 10_000;

    /** Leases that one operation renews. */
    public static final int LEASES_RENEWED_MAX = 4_096;

    /** Keys that leases take with them in one round, but for those of the last one; the next round goes on. */
    public static final int LEASE_KEYS_ENDED_PER_ROUND_MAX = 10_000;

    /** UTF-8 bytes of a user's or a role's name; etcd leaves this and what follows open. */
    public static final int AUTH_NAME_BYTES_MAX = 256;

    /** Bytes of what bcrypt makes of a password, which are 60. */
    public static final int PASSWORD_HASH_BYTES_MAX = 72;

    /** Users of a keyspace. */
    public static final int USERS_MAX = 1_024;

    /** Roles of a keyspace. */
    public static final int ROLES_MAX = 256;

    /** Roles of one user. */
    public static final int USER_ROLES_MAX = 32;

    /** Permissions of one role; all of a user's are looked at with every change it makes. */
    public static final int ROLE_PERMISSIONS_MAX = 128;

    /** Bytes of the key of a permission, and of its range end. */
    public static final int PERMISSION_KEY_BYTES_MAX = 512;

    /** What a stored version counts besides its key and value: about what it takes in the tables. */
    public static final int VERSION_OVERHEAD_BYTES = 64;

    /** Bytes of all versions of a keyspace whose owner said nothing else: etcd's. */
    public static final long QUOTA_BYTES_STANDARD = 2L * 1_024 * 1_024 * 1_024;

    /** Room there must be for a lease to be granted, though it takes none: etcd's. */
    public static final int LEASE_SPACE_BYTES = 64;

    /** The most that one operation can put, but for values that stay as they are. */
    public static final long OPERATION_SPACE_MAX =
            REQUEST_BYTES_MAX + (long) TXN_REQUESTS_MAX * VERSION_OVERHEAD_BYTES;

    /** Alarms of a keyspace, by kind and member; etcd leaves this open. */
    public static final int ALARMS_MAX = 64;

    private CoordinationLimits() {}
}
