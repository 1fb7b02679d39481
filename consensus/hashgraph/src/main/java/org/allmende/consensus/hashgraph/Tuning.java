package org.allmende.consensus.hashgraph;

import java.util.Map;
import java.util.TreeMap;

/**
 * What may be tuned on one node without the others knowing. Times in milliseconds unless named otherwise.
 *
 * @param eventsPerSecondMax events this node creates while there is work and room, see {@link Pace}; latency follows its
 *     inverse
 * @param creationPeriodMillis how often the engine asks whether to create an event; ticks while quiet too
 * @param syncPauseMillis between two comparisons with one peer of what each has
 * @param dispatchPollMillis how long an idle gossip connection sleeps before it looks for something to do
 * @param writePollMillis how long an idle gossip writer sleeps; anything to write wakes it at once
 * @param healthPeriodMillis how often the engine measures its queues
 * @param roundsExpired rounds of events kept in memory for peers that were away, at most some 26 a second; past them a
 *     peer takes over state instead
 * @param snapshotSeconds agreed time between two snapshots of state on disk; what follows is replayed at a start
 * @param observingMillis how long a starting node listens at least before it takes part; it waits to be level with
 *     the others in any case
 * @param activeMillis without an own event in a round for this long, a node says that it sees no quorum
 * @param reconnectMillis pause between two takings of state by one peer
 * @param windowTransactionsMax accepted transactions under way at once; past it the answer is busy
 * @param windowBytesMax their bytes
 * @param offerAgainMillis after this long without being seen an accepted transaction is offered again, then after
 *     twice that, and so on
 * @param quietAfterMillis a network without work falls quiet this long after the last transaction
 * @param engine the engine's own settings by their own names, over all others: for measurements
 */
public record Tuning(
        int eventsPerSecondMax,
        int creationPeriodMillis,
        int syncPauseMillis,
        int dispatchPollMillis,
        int writePollMillis,
        int healthPeriodMillis,
        int roundsExpired,
        int snapshotSeconds,
        int observingMillis,
        int activeMillis,
        int reconnectMillis,
        int windowTransactionsMax,
        long windowBytesMax,
        int offerAgainMillis,
        int quietAfterMillis,
        Map<String, String> engine) {
    /** Nodes that one machine of two cores keeps up with at the default rate. */
    private static final int NODES_AT_FULL_RATE = 4;

    public static final Tuning DEFAULT = new Tuning(
            50, 10, 500, 20, 100, 20, 1_300, 60, 0, 10_000, 10_000, 20_000, 64L * 1024 * 1024, 3_000, 1_000, Map.of());

    public Tuning {
        positive("eventsPerSecondMax", eventsPerSecondMax);
        positive("creationPeriodMillis", creationPeriodMillis);
        positive("syncPauseMillis", syncPauseMillis);
        positive("dispatchPollMillis", dispatchPollMillis);
        positive("writePollMillis", writePollMillis);
        positive("healthPeriodMillis", healthPeriodMillis);
        positive("roundsExpired", roundsExpired);
        positive("snapshotSeconds", snapshotSeconds);
        positive("activeMillis", activeMillis);
        positive("reconnectMillis", reconnectMillis);
        positive("windowTransactionsMax", windowTransactionsMax);
        positive("windowBytesMax", windowBytesMax);
        positive("offerAgainMillis", offerAgainMillis);
        if (observingMillis < 0 || quietAfterMillis < 0) {
            throw new IllegalArgumentException("observingMillis and quietAfterMillis are not negative");
        }
        engine = Map.copyOf(engine);
    }

    /**
     * What nodes that share one machine may do. Every event is checked, kept and synced to disk by every node, so the
     * work on the machine grows with the square of their number: no more of it than {@value #NODES_AT_FULL_RATE} nodes
     * make with {@link #DEFAULT}.
     *
     * @param nodes how many share the machine
     */
    public static Tuning ofRehearsal(int nodes) {
        int counted = Math.max(nodes, NODES_AT_FULL_RATE);
        int each = DEFAULT.eventsPerSecondMax * NODES_AT_FULL_RATE * NODES_AT_FULL_RATE / (counted * counted);
        return DEFAULT.with(
                each, DEFAULT.windowTransactionsMax, DEFAULT.offerAgainMillis, DEFAULT.quietAfterMillis, DEFAULT.engine);
    }

    /** The same with one of the engine's own settings fixed. */
    public Tuning withEngine(String name, String value) {
        Map<String, String> more = new TreeMap<>(engine);
        more.put(name, value);
        return with(eventsPerSecondMax, windowTransactionsMax, offerAgainMillis, quietAfterMillis, more);
    }

    /** The same with room for another number of transactions under way. */
    public Tuning withWindow(int transactionsMax) {
        return with(eventsPerSecondMax, transactionsMax, offerAgainMillis, quietAfterMillis, engine);
    }

    /** The same with another patience before an accepted transaction is offered again. */
    public Tuning withOfferAgain(int millis) {
        return with(eventsPerSecondMax, windowTransactionsMax, millis, quietAfterMillis, engine);
    }

    /** The same with another grace before the quiet. */
    public Tuning withQuietAfter(int millis) {
        return with(eventsPerSecondMax, windowTransactionsMax, offerAgainMillis, millis, engine);
    }

    private Tuning with(
            int eventsPerSecond,
            int windowTransactions,
            int offerAgain,
            int quietAfter,
            Map<String, String> engineSettings) {
        return new Tuning(
                eventsPerSecond,
                creationPeriodMillis,
                syncPauseMillis,
                dispatchPollMillis,
                writePollMillis,
                healthPeriodMillis,
                roundsExpired,
                snapshotSeconds,
                observingMillis,
                activeMillis,
                reconnectMillis,
                windowTransactions,
                windowBytesMax,
                offerAgain,
                quietAfter,
                engineSettings);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, not " + value);
        }
    }
}
