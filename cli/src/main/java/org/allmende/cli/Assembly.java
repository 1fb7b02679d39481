package org.allmende.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.Refusal;

/** Waits until all nodes of a network take part and have the same state. */
final class Assembly {
    /** Four nodes on two cores are level in some fifteen seconds; whoever takes this long never will be. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long LOOK_MILLIS = 250;

    private final LocalNodes local;
    private final NetworkClient client;
    private final Progress progress;

    Assembly(LocalNodes local, NetworkClient client, Progress progress) {
        this.local = local;
        this.client = client;
        this.progress = progress;
    }

    /** @throws Refusal when a node ends, two nodes disagree, or it takes longer than any node should */
    void await(Genesis genesis, List<NodeCard> nodes) throws Refusal, InterruptedException {
        Agreement agreement = new Agreement(nodes.size(), genesis.heightBefore());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            local.pause(LOOK_MILLIS);
            local.requireAlive();
            List<Observed> seen = Observed.look(client, nodes);
            if (agreement.look(seen)) {
                return;
            }
            progress.show(states(seen));
            if (System.nanoTime() > deadline) {
                throw new Refusal(
                        "the nodes do not agree after " + PATIENCE.toMinutes() + " minutes: " + states(seen),
                        "look into the logs of the node that is behind");
            }
        }
    }

    private static String states(List<Observed> seen) {
        return seen.stream().map(Assembly::state).collect(Collectors.joining(" · "));
    }

    /** A node that gives no word yet is on its way here, not lost. */
    private static String state(Observed node) {
        return node.card().name() + " " + (node.status().isEmpty() ? "starting" : node.state());
    }
}
