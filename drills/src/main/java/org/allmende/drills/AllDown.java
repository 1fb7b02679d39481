package org.allmende.drills;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.allmende.client.Keys;

/** All processes are killed at once under load, then all start again: what had a receipt is still there. */
final class TotalOutage implements Drill {
    private static final int CLIENTS = 8;
    private static final int WRITES_BEFORE = 500;
    private static final String PREFIX = "drill/total-outage";

    @Override
    public String name() {
        return "total-outage";
    }

    @Override
    public String description() {
        return "kill -9 for all nodes at once under eight clients, then all start again: nothing that had a receipt is"
                + " lost";
    }

    @Override
    public Verdict run(DrillContext context) throws Exception {
        Figures figures = new Figures();
        context.progress().accept("starting " + context.nodes() + " nodes");
        try (Rehearsed network = Rehearsed.up(context)) {
            List<Rehearsed.Member> members = network.members();
            List<URI> nodes = members.stream().map(Rehearsed.Member::api).toList();
            Acknowledgements acknowledged;
            try (Workload load = Workload.start(Keys.read(network.ownerKey()), nodes, CLIENTS, 0, PREFIX)) {
                acknowledged = load.acknowledged();
                context.progress().accept("writing");
                Pause.until(Duration.ofSeconds(90), () -> acknowledged.count() >= WRITES_BEFORE);
                context.progress().accept("killing all nodes");
                long from = System.nanoTime();
                network.kill(members.stream().map(Rehearsed.Member::name).toList());
                figures.note("writes_before", acknowledged.count());
                context.progress().accept("starting all nodes again");
                network.startMissing();
                int again = acknowledged.count();
                Pause.until(Duration.ofSeconds(90), () -> acknowledged.count() >= again + CLIENTS);
                figures.note("without_acknowledgement_s", acknowledged.longestGapMillis(from, System.nanoTime()) / 1e3);
                load.stop();
                figures.atMost(0, "stale_reads", load.staleReads().size());
                load.faults().forEach(fault -> figures.demand(false, "a client ended: " + fault));
            }
            context.progress().accept("comparing every key at every node");
            Audit audit = new Audit(network.members());
            Set<String> lost = new LinkedHashSet<>(audit.missingKeys(acknowledged.all(), PREFIX));
            Audit.Findings findings = audit.receipts(acknowledged.all());
            lost.addAll(findings.lost());
            Set<String> digests = new LinkedHashSet<>(audit.digestsAtOneHeight().values());
            figures.note("acknowledged_writes", acknowledged.count());
            figures.atMost(0, "acknowledged_writes_lost", lost.size());
            figures.atMost(0, "writes_at_another_position", findings.elsewhere().size());
            figures.note("different_states", digests.size());
            figures.demand(digests.size() == 1, "the nodes hold " + digests.size() + " different states: " + digests);
        }
        return figures.verdict(name());
    }
}
