package org.allmende.gateway.etcd.snapshot;

/** Watches changes go by. */
final class RevisionOrder {
    private Revision newest = Revision.NONE;

    /** Whether the next change is one after all so far. */
    boolean follows(Revision next) {
        if (next.compareTo(newest) <= 0) {
            return false;
        }
        newest = next;
        return true;
    }

    Revision newest() {
        return newest;
    }

    /** What etcd says its revision is, after it has read these changes again. */
    static long current(Revision newest, long compactedRevision) {
        return Math.max(1, Math.max(newest.main(), compactedRevision));
    }
}
