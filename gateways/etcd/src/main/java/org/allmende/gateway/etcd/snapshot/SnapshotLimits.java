package org.allmende.gateway.etcd.snapshot;

/** Every size and count of a snapshot file, inclusive. Each has a test at the limit and one past it. */
public final class SnapshotLimits {
    /** Bytes of a database; twice what etcd's authors advise for {@code --quota-backend-bytes}. */
    public static final long DATABASE_BYTES_MAX = 16L << 30;

    /** Bytes of a page; bbolt takes those of the machine it runs on. */
    public static final int PAGE_BYTES_MIN = 1_024;

    public static final int PAGE_BYTES_MAX = 65_536;

    /** Bytes of a bucket's key, bbolt's own limit; of etcd's, only the name of a user or a role can be long. */
    public static final int KEY_BYTES_MAX = 32_768;

    /** Bytes of a bucket's value: a key with its value, a user or a role; etcd refuses requests of over 1.5 MiB. */
    public static final int VALUE_BYTES_MAX = 32 << 20;

    /** Bytes of a leaf with all its pages: bbolt leaves four values together, whatever their size. */
    public static final int LEAF_BYTES_MAX = 4 * VALUE_BYTES_MAX + (1 << 20);

    /** Bytes of a branch with all its pages: bbolt leaves four keys together, whatever their size. */
    public static final int BRANCH_BYTES_MAX = 1 << 20;

    /** Pages from the root of a tree to a leaf, both counted; a tree of all pages there can be has no more. */
    public static final int DEPTH_MAX = 24;

    /** Buckets of a database; etcd has eleven. */
    public static final int BUCKETS_MAX = 64;

    private SnapshotLimits() {}
}
