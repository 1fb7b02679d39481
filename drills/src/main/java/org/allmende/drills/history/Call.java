package org.allmende.drills.history;

/** What a client asked for. */
public sealed interface Call permits Transaction, Call.Acquire, Call.Release {
    /**
     * The lock, for a session; a session that holds it already holds it on.
     *
     * @param lock its name
     * @param session who would hold it: a lease in etcd; not empty
     */
    record Acquire(String lock, String session) implements Call {
        public Acquire {
            if (session.isEmpty()) {
                throw new IllegalArgumentException("a session without a name; give each one its own");
            }
        }
    }

    /**
     * The end of a session's hold; nothing if it does not hold the lock. A session that may end by itself, as one whose
     * lease may have run out, is a release of unknown outcome from the first moment on at which it may have ended.
     */
    record Release(String lock, String session) implements Call {}
}
