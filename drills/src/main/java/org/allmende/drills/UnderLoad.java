package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.allmende.client.Keys;

/**
 * What most drills have in common: a network, clients that write and read through all its nodes, some harm, and at the
 * end a look at every node for everything that was acknowledged.
 */
final class UnderLoad {
    private static final int CLIENTS = 8;
    private static final int RECEIPTS_COMPARED_MAX = 400;

    private final Drill drill;
    private final DrillContext context;

    /** What a drill does to the network, and demands meanwhile. */
    interface Harm {
        void done(Scene scene) throws Exception;
    }

    /**
     * Where harm is done.
     *
     * @param members in the order of the network's genesis
     * @param prefix of the keys that are written
     */
    record Scene(
            DrillContext context,
            Rehearsed network,
            List<Rehearsed.Member> members,
            Workload load,
            String prefix,
            Figures figures) {
        /** Where the clients go. */
        List<URI> nodes() {
            return members.stream().map(Rehearsed.Member::api).toList();
        }

        Acknowledgements acknowledged() {
            return load.acknowledged();
        }

        /** For people. */
        void say(String what) {
            context.progress().accept(what);
        }

        /** How long nobody had an acknowledgement, from then until now, in milliseconds. */
        double longestGapMillisSince(long fromNanos) {
            return acknowledged().longestGapMillis(fromNanos, System.nanoTime());
        }

        /** Starts what does not run. @return the seconds until all nodes agree again */
        double startMissing() throws IOException, InterruptedException {
            long from = System.nanoTime();
            network.startMissing();
            return (System.nanoTime() - from) / 1e9;
        }
    }

    UnderLoad(Drill drill, DrillContext context) {
        this.drill = drill;
        this.context = context;
    }

    Verdict run(Harm harm) throws Exception {
        Figures figures = new Figures();
        String prefix = "drill/" + drill.name();
        context.progress().accept("starting " + context.nodes() + " nodes");
        try (Rehearsed network = Rehearsed.up(context)) {
            List<Rehearsed.Member> members = network.members();
            List<URI> nodes = members.stream().map(Rehearsed.Member::api).toList();
            Acknowledgements acknowledged;
            try (Workload load = Workload.start(Keys.read(network.ownerKey()), nodes, CLIENTS, 0, prefix)) {
                acknowledged = load.acknowledged();
                context.progress().accept("warming up: cold nodes are slow nodes");
                Pause.until(Rehearsed.PATIENCE, () -> acknowledged.count() >= context.warmWrites());
                harm.done(new Scene(context, network, members, load, prefix, figures));
                load.stop();
                figures.note("reads", load.reads());
                figures.atMost(0, "stale_reads", load.staleReads().size());
                load.faults().forEach(fault -> figures.demand(false, "a client ended: " + fault));
            }
            context.progress().accept("comparing every key at every node");
            judge(figures, new Audit(network.members()), acknowledged, prefix);
        }
        return figures.verdict(drill.name());
    }

    private static void judge(Figures figures, Audit audit, Acknowledgements acknowledged, String prefix)
            throws IOException, InterruptedException {
        List<Acknowledgements.Write> writes = acknowledged.all();
        Audit.Findings findings = audit.receipts(sample(writes));
        Set<String> lost = new LinkedHashSet<>(findings.lost());
        lost.addAll(audit.missingKeys(writes, prefix));
        Set<String> digests = new LinkedHashSet<>(audit.digestsAtOneHeight().values());
        figures.note("acknowledged_writes", writes.size());
        figures.note("receipts_compared", findings.receipts());
        figures.atMost(0, "acknowledged_writes_lost", lost.size());
        figures.atMost(0, "writes_at_another_position", findings.elsewhere().size());
        figures.note("different_states", digests.size());
        figures.demand(digests.size() == 1, "the nodes hold " + digests.size() + " different states: " + digests);
    }

    /** Evenly: the rest is compared by key. */
    private static List<Acknowledgements.Write> sample(List<Acknowledgements.Write> writes) {
        int step = Math.max(1, writes.size() / RECEIPTS_COMPARED_MAX);
        List<Acknowledgements.Write> some = new ArrayList<>();
        for (int i = 0; i < writes.size(); i += step) {
            some.add(writes.get(i));
        }
        return some;
    }
}
