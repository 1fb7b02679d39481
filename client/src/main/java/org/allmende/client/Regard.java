package org.allmende.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which nodes to ask first: those that have not failed of late. One that did is asked last for a while, twice as long each
 * time, and is tried again then. Any thread.
 */
final class Regard {
    static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private final Nodes nodes;
    private final Map<NodeLink, Doubt> doubts = new ConcurrentHashMap<>();

    private record Doubt(long untilNanos, long pauseNanos) {}

    Regard(Nodes nodes) {
        this.nodes = nodes;
    }

    /** All nodes, those that are asked first first. */
    List<NodeLink> inOrder() {
        List<NodeLink> order = new ArrayList<>();
        List<NodeLink> last = new ArrayList<>();
        for (NodeLink node : nodes.inOrder()) {
            (isDoubted(node) ? last : order).add(node);
        }
        order.addAll(last);
        return order;
    }

    private boolean isDoubted(NodeLink node) {
        Doubt doubt = doubts.get(node);
        return doubt != null && System.nanoTime() - doubt.untilNanos() < 0;
    }

    void failed(NodeLink node) {
        doubts.compute(node, (_, before) -> {
            long now = System.nanoTime();
            if (before != null && now - before.untilNanos() < 0) {
                return before;
            }
            long pause = before == null
                    ? PAUSE_MIN.toNanos()
                    : Math.min(PAUSE_MAX.toNanos(), 2 * before.pauseNanos());
            return new Doubt(now + pause, pause);
        });
    }

    void answered(NodeLink node) {
        doubts.computeIfPresent(
                node,
                (_, doubt) -> System.nanoTime() - doubt.untilNanos() > TimeUnit.SECONDS.toNanos(1) ? null : doubt);
    }
}
