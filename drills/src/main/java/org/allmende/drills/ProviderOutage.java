package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.allmende.client.Keys;

/**
 * Every process of one provider is killed while clients write and read through all nodes; later it starts again. Five
 * times, another provider each time. With seven nodes two are lost at once.
 */
final class ProviderOutage implements Drill {
    static final int KILLS = 5;
    static final int CLIENTS = 8;

    /** The bar: no longer than this without an acknowledgement to anybody, in the median of the kills. */
    static final long GAP_MILLIS_MAX = 1_000;

    private static final String PREFIX = "drill/provider-outage";

    @Override
    public String name() {
        return "provider-outage";
    }

    @Override
    public String description() {
        return "kill -9 for every process of one provider, five times, under eight clients: nothing acknowledged is lost"
                + " or moved, and others go on within a second";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        Figures figures = new Figures();
        context.progress().accept("starting " + context.nodes() + " nodes");
        try (Rehearsed network = Rehearsed.up(context)) {
            List<Rehearsed.Member> members = network.members();
            Keys keys = Keys.read(network.ownerKey());
            List<URI> nodes = members.stream().map(Rehearsed.Member::api).toList();
            List<Double> gaps = new ArrayList<>();
            List<Double> levels = new ArrayList<>();
            Set<String> lost = new LinkedHashSet<>();
            Set<String> elsewhere = new LinkedHashSet<>();
            Acknowledgements acknowledged;
            try (Workload load = Workload.start(keys, nodes, CLIENTS, 0, PREFIX)) {
                acknowledged = load.acknowledged();
                warmUp(load, context);
                double usual = steady(acknowledged, context);
                int compared = 0;
                int kills = kills(context);
                for (int kill = 0; kill < kills; kill++) {
                    int before = acknowledged.count();
                    outage(network, members, kill, acknowledged, gaps, levels, context);
                    context.progress().accept("outage " + (kill + 1) + " of " + kills + ": comparing receipts");
                    List<Acknowledgements.Write> writes = acknowledged.all();
                    Audit.Findings findings = new Audit(network.members())
                            .receipts(sample(writes.subList(before, writes.size())));
                    lost.addAll(findings.lost());
                    elsewhere.addAll(findings.elsewhere());
                    compared += findings.receipts();
                }
                figures.note("longest_gap_without_outage_ms", usual);
                figures.note("reads", load.reads());
                figures.note("receipts_compared", compared);
                figures.demand(compared > 0, "no receipt was there to be compared");
                load.stop();
                figures.atMost(0, "stale_reads", load.staleReads().size());
                load.faults().forEach(fault -> figures.demand(false, "a client ended: " + fault));
            }
            context.progress().accept("comparing every key at every node");
            Audit audit = new Audit(network.members());
            lost.addAll(audit.missingKeys(acknowledged.all(), PREFIX));
            Set<String> digests = new LinkedHashSet<>(audit.digestsAtOneHeight().values());
            judge(figures, acknowledged, lost, elsewhere, gaps, levels, digests);
        }
        return figures.verdict(name());
    }

    private static int kills(DrillContext context) {
        return context.quick() ? 1 : KILLS;
    }

    private static void warmUp(Workload load, DrillContext context) throws IOException, InterruptedException {
        context.progress().accept("warming up: cold nodes are slow nodes");
        Pause.until(Rehearsed.PATIENCE, () -> load.acknowledged().count() >= context.warmWrites());
    }

    private static double steady(Acknowledgements acknowledged, DrillContext context) throws InterruptedException {
        long from = System.nanoTime();
        Pause.of(context.steady());
        return acknowledged.longestGapMillis(from, System.nanoTime());
    }

    private static void outage(
            Rehearsed network,
            List<Rehearsed.Member> members,
            int kill,
            Acknowledgements acknowledged,
            List<Double> gaps,
            List<Double> levels,
            DrillContext context)
            throws IOException, InterruptedException {
        Set<String> providers = victims(members, kill);
        List<String> victims = members.stream()
                .filter(member -> providers.contains(member.provider()))
                .map(Rehearsed.Member::name)
                .toList();
        context.progress()
                .accept("outage " + (kill + 1) + " of " + kills(context) + ": " + String.join(" and ", providers) + " is gone");
        long from = System.nanoTime();
        network.kill(victims);
        Pause.of(context.steady());
        context.progress().accept("outage " + (kill + 1) + " of " + kills(context) + ": it starts again");
        long restart = System.nanoTime();
        network.startMissing();
        levels.add((System.nanoTime() - restart) / 1e9);
        gaps.add(acknowledged.longestGapMillis(from, System.nanoTime()));
    }

    /** As many providers as the network can lose with one node each: fewer than a third. Another set each time. */
    static Set<String> victims(List<Rehearsed.Member> members, int kill) {
        List<String> providers = List.copyOf(Rehearsed.providers(members));
        int losable = Math.max(1, (members.size() - 1) / 3);
        Set<String> victims = new LinkedHashSet<>();
        for (int i = 0; i < losable; i++) {
            victims.add(providers.get((kill * losable + i) % providers.size()));
        }
        return victims;
    }

    /** At most 400 writes, evenly: the rest is compared by key at the end. */
    private static List<Acknowledgements.Write> sample(List<Acknowledgements.Write> writes) {
        int step = Math.max(1, writes.size() / 400);
        List<Acknowledgements.Write> some = new ArrayList<>();
        for (int i = 0; i < writes.size(); i += step) {
            some.add(writes.get(i));
        }
        return some;
    }

    static void judge(
            Figures figures,
            Acknowledgements acknowledged,
            Set<String> lost,
            Set<String> elsewhere,
            List<Double> gaps,
            List<Double> levels,
            Set<String> digests) {
        double[] all = gaps.stream().mapToDouble(Double::doubleValue).toArray();
        figures.note("acknowledged_writes", acknowledged.count());
        figures.atMost(0, "acknowledged_writes_lost", lost.size());
        figures.atMost(0, "writes_at_another_position", elsewhere.size());
        figures.atMost(GAP_MILLIS_MAX, "longest_gap_ms", Acknowledgements.quantile(0.5, all));
        figures.note("longest_gap_worst_ms", Acknowledgements.quantile(1, all));
        figures.note(
                "level_again_s",
                Acknowledgements.quantile(0.5, levels.stream().mapToDouble(Double::doubleValue).toArray()));
        figures.note("different_states", digests.size());
        figures.demand(digests.size() == 1, "the nodes hold " + digests.size() + " different states: " + digests);
    }
}
