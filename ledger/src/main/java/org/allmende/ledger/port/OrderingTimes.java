package org.allmende.ledger.port;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;

/**
 * How long the engine alone takes: from accepting a transaction to handing over the round that brings it. What comes
 * before (verification, network) and after (apply, the answer) is not in it. Any thread; times are
 * {@link System#nanoTime} and given, never asked.
 */
final class OrderingTimes {
    /** So many of the latest are remembered, for so long. */
    static final int REMEMBERED = 4_096;

    static final long REMEMBERED_NANOS = 60_000_000_000L;

    /** Past so many under way nothing more is timed; what never comes is forgotten then. */
    static final int UNDER_WAY_MAX = 32_768;

    private final Map<Bytes, Long> acceptedNanos = new ConcurrentHashMap<>();
    private final long[] tookNanos = new long[REMEMBERED];
    private final long[] orderedNanos = new long[REMEMBERED];
    private long count;

    /** To be called before the engine is asked, since it may answer faster than its caller goes on. */
    void offered(Bytes transaction, long nowNanos) {
        if (acceptedNanos.size() >= UNDER_WAY_MAX) {
            acceptedNanos.clear();
        }
        acceptedNanos.putIfAbsent(transaction, nowNanos);
    }

    void refused(Bytes transaction) {
        acceptedNanos.remove(transaction);
    }

    /** @param self this node's number: only what it brought itself was accepted here */
    void ordered(Round round, int self, long nowNanos) {
        for (Round.Brought brought : round.transactions()) {
            Long since = brought.node() == self ? acceptedNanos.remove(brought.transaction()) : null;
            if (since != null) {
                note(nowNanos - since, nowNanos);
            }
        }
    }

    private synchronized void note(long took, long nowNanos) {
        int place = (int) (count++ % REMEMBERED);
        tookNanos[place] = took;
        orderedNanos[place] = nowNanos;
    }

    /** The times of the last minute in milliseconds, ascending. */
    double[] latestMillis(long nowNanos) {
        return latestMillis(nowNanos, REMEMBERED_NANOS);
    }

    /** As {@link #latestMillis(long)}, of a shorter while. */
    synchronized double[] latestMillis(long nowNanos, long windowNanos) {
        long window = Math.min(windowNanos, REMEMBERED_NANOS);
        return IntStream.range(0, (int) Math.min(count, REMEMBERED))
                .filter(place -> nowNanos - orderedNanos[place] <= window)
                .mapToDouble(place -> tookNanos[place] / 1e6)
                .sorted()
                .toArray();
    }

    /** How many were timed since the process started. */
    synchronized long count() {
        return count;
    }
}
