package org.allmende.gateway.http;

import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.NodeStatus;

/**
 * Whether a node takes part, for load balancers and people.
 *
 * @param why more of the state; empty when there is nothing to say
 * @param advice what to do; empty when there is nothing to do
 * @param node its name
 */
record HealthAnswer(
        Health.State state,
        String why,
        String advice,
        String node,
        NetworkId network,
        boolean rehearsal,
        long height,
        long agreedTimeMillis) {
    static HealthAnswer of(LedgerPort port) {
        NodeStatus status = port.status();
        Health health = status.health();
        String advice =
                switch (health.state()) {
                    case ORDERING -> "";
                    case CATCHING_UP -> "wait until it is level with the others; meanwhile ask another node";
                    case HALTED -> "ask another node; this one's log says what it waits for or why it stopped";
                };
        return new HealthAnswer(
                health.state(),
                health.why(),
                advice,
                status.card().name(),
                port.networkId(),
                port.genesis().rehearsal(),
                health.height(),
                status.timeMillis());
    }
}
