package org.allmende.gateway.etcd.differential;

import java.util.Optional;

/**
 * Where the gateway is not as etcd 3.4, which it is held against: mostly because 3.5, which it is to be like, differs from it.
 * Everything that is not compared for such a reason; each is told, with its source, in
 * {@code docs/reference/etcd-differences.md}.
 */
enum KnownDifference {
    /**
     * On a stream without watchers 3.4 answers a request for progress at once, 3.5 not at all: it lets a watcher of the
     * stream speak for all.
     */
    PROGRESS_WITHOUT_WATCHERS,

    /** With a watcher on the stream that waits for a revision to come 3.4 answers a request for progress, 3.5 not. */
    PROGRESS_BEFORE_START,

    /**
     * A watcher that is to start below revision 0 makes other watchers of 3.4 miss events; etcd since refuses it as
     * asking for what has been compacted.
     */
    WATCH_FROM_BELOW_ZERO,

    /**
     * A compaction at the revision of a deletion takes the deletion with it, so that a watcher which begins there misses
     * it: etcd's issue 18089, mended since. The gateway keeps it.
     */
    DELETION_AT_COMPACTED_REVISION,

    /** Where users are not asked for 3.4 refuses tokens it does not know, and 3.5 passes over them. */
    TOKEN_WITHOUT_USERS,

    /** 3.4 shows of the role root the permissions it was granted, 3.5 that it may do everything. */
    PERMISSIONS_OF_ROOT,

    /** 3.4 takes no permission at all for one of no key; 3.5 refuses it. Never sent here. */
    PERMISSION_NOT_GIVEN,

    /** An order or a target that is none ends 3.4's process, or is passed over; 3.5 refuses it. Never sent here. */
    UNKNOWN_ORDER,

    /**
     * A txn that keeps the value or lease of a key which it has removed itself ends etcd's process, 3.5's likewise, and again
     * whenever it is started. The gateway refuses it, and nothing is changed.
     */
    TXN_THAT_FAILS_HALFWAY;

    /** In place of a comparison. */
    Optional<Difference> pass() {
        return Optional.empty();
    }
}
