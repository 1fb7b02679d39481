package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.metering.NodeUsage;

/** What every node has brought into rounds as of a height, in the order of the roster, as gateways send it. */
public record NodeUsageAnswer(long height, @Max(Limits.NODES_MAX) List<NodeUsage> nodes) {
    public NodeUsageAnswer {
        nodes = List.copyOf(nodes);
    }
}
