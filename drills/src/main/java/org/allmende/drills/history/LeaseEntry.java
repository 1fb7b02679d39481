package org.allmende.drills.history;

import java.util.OptionalLong;

/**
 * What was seen of a lease, by a number that no other lease ever had. Times are of one {@link System#nanoTime} for all
 * clients.
 */
public sealed interface LeaseEntry {
    long lease();

    /**
     * It was granted.
     *
     * @param ttlSeconds that the answer promised
     */
    record Granted(long lease, long sentNanos, long answeredNanos, long ttlSeconds) implements LeaseEntry {
        public Granted {
            inOrder(sentNanos, answeredNanos);
        }
    }

    /**
     * It was kept alive, or was to be.
     *
     * @param answeredNanos none when no answer came: then nobody knows, and nothing is promised
     * @param ttlSeconds that the answer promised from then on; 0: it said that there is no such lease any more, or
     *     there was none
     */
    record KeptAlive(long lease, long sentNanos, OptionalLong answeredNanos, long ttlSeconds) implements LeaseEntry {
        public KeptAlive {
            inOrder(sentNanos, answeredNanos.orElse(sentNanos));
            if (answeredNanos.isEmpty() && ttlSeconds != 0) {
                throw new IllegalArgumentException("a time to live of " + ttlSeconds + " s that no answer promised;"
                        + " give 0");
            }
        }
    }

    /**
     * Somebody asked to end it, whatever was answered.
     *
     * @param sentNanos from when on it may end
     */
    record Revoked(long lease, long sentNanos) implements LeaseEntry {}

    /**
     * A key that was attached to it was seen to be gone, though nobody had deleted it.
     *
     * @param seenNanos when it was known to be gone at the latest: the arrival of the event, the completion of the read
     */
    record KeyGone(long lease, String key, long seenNanos) implements LeaseEntry {}

    private static void inOrder(long sentNanos, long answeredNanos) {
        if (answeredNanos < sentNanos) {
            throw new IllegalArgumentException("answered at " + answeredNanos + ", before it was sent at " + sentNanos
                    + "; take both times from one clock");
        }
    }
}
