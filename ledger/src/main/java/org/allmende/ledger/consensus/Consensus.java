package org.allmende.ledger.consensus;

import java.io.IOException;

/**
 * How nodes come to one order. Implementations: hashgraph (Byzantine, many nodes), solo (one process).
 *
 * <p>An engine delivers the same rounds in the same order to the state machine of every honest node, keeps the
 * entries that each round changed, and gives them back when a node starts again or takes over state from others.
 * It never goes on after its state machine threw: the process ends with evidence.
 */
public interface Consensus extends AutoCloseable {
    /** What this engine withstands; shown to users, never hidden. */
    Guarantees guarantees();

    /**
     * Restores {@code machine} from what this node holds, replays what it has not applied yet, then goes live.
     * Returns then, without waiting for other nodes: submissions are refused as halted until {@link #health} says
     * that this node orders. Called once.
     *
     * @throws IOException when what this node holds cannot be read, or it holds nothing and {@code machine} has not what
     *     the network begins with, with what to do about it
     */
    void start(StateMachine machine) throws IOException;

    /**
     * Offers a transaction for ordering. Any thread; returns at once. An accepted offer is kept and offered again
     * until it was seen in a round or its validity has passed; accepted does not yet mean ordered.
     */
    Submission submit(Offer offer);

    /** Any thread, at any time. */
    Health health();

    /** Stops cleanly; what was acknowledged stays. Idempotent. */
    @Override
    void close();
}
