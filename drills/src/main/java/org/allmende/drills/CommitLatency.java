package org.allmende.drills;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.allmende.client.Keys;

/** Forty writes a second through all nodes: how long until the receipt is in the client's hands. */
final class CommitLatency implements Drill {
    /** So many that each waits for the last receipt long before its next write is due. */
    private static final int CLIENTS = 24;
    private static final double WRITES_PER_SECOND = 40;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final double TIMES_THE_ENGINE = 1.5;

    @Override
    public String name() {
        return "commit-latency";
    }

    @Override
    public String description() {
        return "forty writes a second through all nodes for a minute: how long until a client has its receipt";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        Figures figures = new Figures();
        context.progress().accept("starting " + context.nodes() + " nodes");
        try (Rehearsed network = Rehearsed.up(context)) {
            List<URI> nodes =
                    network.members().stream().map(Rehearsed.Member::api).toList();
            try (Workload load = Workload.start(
                    Keys.read(network.ownerKey()), nodes, CLIENTS, WRITES_PER_SECOND, "drill/commit-latency")) {
                context.progress().accept("warming up");
                Pause.of(context.quick() ? WARM_UP.dividedBy(2) : WARM_UP);
                Duration watched = context.watched();
                context.progress().accept("measuring for " + watched.toSeconds() + " s");
                long from = System.nanoTime();
                int before = load.acknowledged().count();
                Pause.of(watched);
                long to = System.nanoTime();
                int writes = load.acknowledged().count() - before;
                figures.note("writes_per_second", writes / watched.toSeconds());
                double commit = load.acknowledged().latencyMillis(0.5, from, to);
                double engine = NodeMetrics.engineMedianMillis(nodes);
                figures.note("commit_p50_ms", commit);
                figures.note("engine_p50_ms", engine);
                figures.atMost(TIMES_THE_ENGINE, "commit_over_engine", commit / engine);
                figures.note("commit_p99_ms", load.acknowledged().latencyMillis(0.99, from, to));
                figures.note("commit_worst_ms", load.acknowledged().latencyMillis(1, from, to));
                figures.demand(
                        writes >= 0.9 * WRITES_PER_SECOND * watched.toSeconds(),
                        "only " + writes + " writes were acknowledged in " + watched.toSeconds() + " s");
                load.stop();
                figures.atMost(0, "stale_reads", load.staleReads().size());
                load.faults().forEach(fault -> figures.demand(false, "a client ended: " + fault));
            }
        }
        return figures.verdict(name());
    }
}
