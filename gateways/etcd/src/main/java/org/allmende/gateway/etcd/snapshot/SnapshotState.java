package org.allmende.gateway.etcd.snapshot;

/**
 * What a snapshot says of the whole store.
 *
 * @param revision of the newest transaction; 1 in a store that was never written to
 * @param compactedRevision what is before it can no longer be read; 0: it was never compacted
 * @param appliedIndex how far its cluster's log was applied; a restore begins a new log
 * @param clusterVersion for instance {@code 3.4.0}; empty: not known
 * @param authEnabled whether users must say who they are
 * @param authRevision counts the changes of users, roles and of whether auth is on; 0 where auth was never looked at
 */
public record SnapshotState(
        long revision,
        long compactedRevision,
        long appliedIndex,
        String clusterVersion,
        boolean authEnabled,
        long authRevision) {
    public SnapshotState {
        if (revision < 1 || compactedRevision < 0 || compactedRevision > revision) {
            throw new IllegalArgumentException(
                    "no store is at revision " + revision + " and compacted to " + compactedRevision);
        }
    }
}
