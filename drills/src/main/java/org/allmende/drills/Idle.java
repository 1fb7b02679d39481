package org.allmende.drills;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Settlement;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.transaction.Group;

/** A network with one live timer and nobody who wants anything: what it costs to be there. */
final class Idle implements Drill {
    static final double CORES_MAX = 0.10;
    static final long MEGABYTES_MAX = 600;

    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final int COORDINATION = 1;
    private static final double READY_SECONDS_MAX = 30;

    /** The first and the last beat may lie just outside; agreed time is the median of clocks. */
    private static final long HEIGHTS_OFF = 2;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "a quiet network with one live timer: processor time and resident memory of each node over a minute";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        Figures figures = new Figures();
        context.progress().accept("starting " + context.nodes() + " nodes");
        try (Rehearsed network = Rehearsed.up(context)) {
            List<Rehearsed.Member> members = network.members();
            setTimer(network, members);
            context.progress().accept("letting it settle");
            Pause.of(SETTLE);
            Duration watched = context.watched();
            List<ProcessHandle> processes = new ArrayList<>();
            for (Rehearsed.Member member : members) {
                processes.add(network.process(member.name()));
            }
            NodeMeter meter = new NodeMeter(
                    processes, members.stream().map(Rehearsed.Member::api).toList());
            long heightBefore = network.members().getFirst().height();
            context.progress().accept("watching for " + watched.toSeconds() + " s");
            double[] before = meter.seconds();
            long from = System.nanoTime();
            Pause.of(watched);
            double[] after = meter.seconds();
            double seconds = (System.nanoTime() - from) / 1e9;
            double worst = 0;
            double sum = 0;
            for (int i = 0; i < processes.size(); i++) {
                double cores = (after[i] - before[i]) / seconds;
                worst = Math.max(worst, cores);
                sum += cores;
            }
            figures.note("nodes", context.nodes());
            figures.atMost(READY_SECONDS_MAX, "up_ready_s", network.readySeconds());
            long heights = network.members().getFirst().height() - heightBefore;
            figures.note("heights_made", heights);
            figures.demand(
                    Math.abs(heights - watched.toMillis() / Parameters.DEFAULT.heartbeatMillis()) <= HEIGHTS_OFF,
                    "a quiet network makes a round every " + Parameters.DEFAULT.heartbeatMillis() + " ms, not " + heights
                            + " in " + watched.toSeconds() + " s");
            figures.note("idle_cpu_cores_per_node", sum / processes.size());
            if (context.quick()) {
                figures.note("idle_cpu_cores_worst_node", worst);
                figures.skipped("so soon after the start the compilers are at work still: processor time is not judged");
            } else {
                figures.atMost(CORES_MAX, "idle_cpu_cores_worst_node", worst);
            }
            figures.atMost(
                    MEGABYTES_MAX,
                    "idle_rss_mb_worst_node",
                    Math.round(Arrays.stream(meter.residentMegabytes()).max().orElse(0)));
        }
        return figures.verdict(name());
    }

    /** A delegation that ends in an hour is a timer until then. */
    private static void setTimer(Rehearsed network, List<Rehearsed.Member> members)
            throws IOException, InterruptedException {
        Keys keys = Keys.read(network.ownerKey());
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(
                members.stream().map(Rehearsed.Member::api).toList()))) {
            AccountId gateway =
                    AccountId.ofKey(client.network().nodes().getFirst().gatewayKey());
            long inAnHour = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
            Settlement settlement = client.submit(
                    keys,
                    Group.of(new LedgerOperation.Delegate(gateway, new Scope(COORDINATION, Bytes.EMPTY), Optional.empty(), inAnHour)));
            if (!(settlement instanceof Settlement.Applied)) {
                throw new IOException("the timer could not be set: " + settlement);
            }
        }
    }
}
