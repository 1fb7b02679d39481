package org.allmende.gateway.http;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.port.Tally;

/**
 * How a node is doing just now, as JSON for who asks every second: the dashboard, scripts. Counts are since its process
 * started.
 *
 * @param node its name
 * @param latest its newest heights, oldest first
 * @param rows of each table, by the name of its application, a dot, and its own
 */
record Pulse(
        String node,
        NetworkId network,
        Health.State state,
        String why,
        long epoch,
        long height,
        long agreedTimeMillis,
        @Fixed(32) Bytes stateHash,
        List<Latest> latest,
        long uptimeMillis,
        long heights,
        long transactions,
        long operations,
        long refusedGroups,
        long submitted,
        long underWay,
        Ordering ordering,
        SortedMap<String, Long> rows) {
    /** Short enough that a chart of it shows when something began, long enough to hold a few commits. */
    static final Duration ORDERING_WINDOW = Duration.ofSeconds(10);

    /** One height. */
    record Latest(long height, @Fixed(32) Bytes stateHash) {}

    /**
     * How long the engine took with the transactions of the last while.
     *
     * @param medianMicros empty: there were none
     * @param p99Micros likewise
     */
    record Ordering(long windowMillis, int count, Optional<Long> medianMicros, Optional<Long> p99Micros) {
        static Ordering of(double[] ascendingMillis) {
            return new Ordering(
                    ORDERING_WINDOW.toMillis(),
                    ascendingMillis.length,
                    micros(ascendingMillis, 50),
                    micros(ascendingMillis, 99));
        }

        /** The least that so many of a hundred did not exceed. */
        private static Optional<Long> micros(double[] ascendingMillis, int percent) {
            int rank = Math.ceilDiv(percent * ascendingMillis.length, 100);
            return rank == 0 ? Optional.empty() : Optional.of(Math.round(ascendingMillis[rank - 1] * 1_000));
        }
    }

    static Pulse of(LedgerPort port) {
        NodeStatus status = port.status();
        Tally tally = port.tally();
        return new Pulse(
                status.card().name(),
                port.networkId(),
                status.health().state(),
                status.health().why(),
                status.health().epoch(),
                status.health().height(),
                status.timeMillis(),
                status.stateHash(),
                tally.latest().stream()
                        .map(head -> new Latest(head.height(), head.stateHash()))
                        .toList(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                tally.heights(),
                tally.transactions(),
                tally.operations(),
                tally.refusedGroups(),
                status.submitted(),
                status.underWay(),
                Ordering.of(port.ordering(ORDERING_WINDOW).latestMillis()),
                port.rows(port.view()));
    }
}
