package org.allmende.cli;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.node.Refusal;

/**
 * Whether nodes have come to the same state: each was seen with the same hash at one height. They are looked at one
 * after the other and go on meanwhile, so hashes are kept from look to look until all have passed one height.
 */
final class Agreement {
    private final int nodes;
    private final long heightBefore;
    private final Map<Long, Bytes> hashes = new HashMap<>();
    private final Map<Long, Set<String>> seen = new HashMap<>();

    /** @param heightBefore the height before the network's first one */
    Agreement(int nodes, long heightBefore) {
        this.nodes = nodes;
        this.heightBefore = heightBefore;
    }

    /**
     * @return whether all nodes take part, and by now all were seen with the same hash at one height that this network made
     * @throws Refusal when two nodes have different hashes at one height
     */
    boolean look(List<Observed> observed) throws Refusal {
        for (Observed each : observed) {
            if (each.isOrdering() && each.status().orElseThrow().health().height() > heightBefore) {
                note(each.card().name(), each.status().orElseThrow());
            }
        }
        return observed.stream().filter(Observed::isOrdering).count() == nodes
                && seen.values().stream().anyMatch(names -> names.size() == nodes);
    }

    private void note(String node, NodeStatus status) throws Refusal {
        long height = status.health().height();
        Bytes known = hashes.putIfAbsent(height, status.stateHash());
        if (known != null && !known.equals(status.stateHash())) {
            throw new Refusal(
                    "node '" + node + "' has another state than the others at height " + height,
                    "keep the folder as evidence and report it: this must never happen");
        }
        seen.computeIfAbsent(height, unseen -> new HashSet<>()).add(node);
    }
}
