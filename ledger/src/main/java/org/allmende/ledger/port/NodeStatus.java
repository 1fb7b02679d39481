package org.allmende.ledger.port;

import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.genesis.NodeCard;

/**
 * One node's own word on how it is doing.
 *
 * @param stateHash SHA-256 chained over the changed rows of every height up to {@code health().height()}: equal on
 *     all nodes at equal heights
 * @param submitted transactions it has accepted since its process started
 * @param underWay of these, not yet settled
 */
public record NodeStatus(
        NodeCard card, Health health, Guarantees guarantees, long timeMillis, @Fixed(32) Bytes stateHash, long submitted, int underWay) {}
