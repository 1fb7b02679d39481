package org.allmende.gateway.http;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allmende.ledger.Head;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.port.Tally;
import org.jspecify.annotations.Nullable;

/** How a node is doing just now, as JSON for who asks every second: the dashboard, scripts. */
final class Pulse {
    /** Short enough that a chart of it shows when something began, long enough to hold a few commits. */
    static final Duration ORDERING_WINDOW = Duration.ofSeconds(10);

    private Pulse() {}

    static Map<String, Object> of(LedgerPort port) {
        NodeStatus status = port.status();
        Tally tally = port.tally();
        Map<String, Object> pulse = new LinkedHashMap<>();
        pulse.put("node", status.card().name());
        pulse.put("network", port.genesis().networkId());
        pulse.put("state", status.health().state());
        pulse.put("why", status.health().why());
        pulse.put("epoch", status.health().epoch());
        pulse.put("height", status.health().height());
        pulse.put("agreedTimeMillis", status.timeMillis());
        pulse.put("stateHash", status.stateHash().toHex());
        pulse.put("latest", tally.latest().stream().map(Pulse::head).toList());
        pulse.put("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime());
        pulse.put("heights", tally.heights());
        pulse.put("transactions", tally.transactions());
        pulse.put("operations", tally.operations());
        pulse.put("refusedGroups", tally.refusedGroups());
        pulse.put("submitted", status.submitted());
        pulse.put("underWay", status.underWay());
        pulse.put("ordering", ordering(port.ordering(ORDERING_WINDOW).latestMillis()));
        pulse.put("rows", port.rows(port.view()));
        return pulse;
    }

    private static Map<String, Object> head(Head head) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("height", head.height());
        object.put("stateHash", head.stateHash().toHex());
        return object;
    }

    private static Map<String, Object> ordering(double[] ascendingMillis) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("windowMillis", ORDERING_WINDOW.toMillis());
        object.put("count", ascendingMillis.length);
        object.put("medianMicros", micros(ascendingMillis, 50));
        object.put("p99Micros", micros(ascendingMillis, 99));
        return object;
    }

    /** The least that so many of a hundred did not exceed; null of none. */
    private static @Nullable Long micros(double[] ascendingMillis, int percent) {
        int rank = Math.ceilDiv(percent * ascendingMillis.length, 100);
        return rank == 0 ? null : Math.round(ascendingMillis[rank - 1] * 1_000);
    }
}
