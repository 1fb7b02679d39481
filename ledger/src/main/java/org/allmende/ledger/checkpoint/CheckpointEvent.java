package org.allmende.ledger.checkpoint;

import org.allmende.ledger.Event;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Tag;

/** What happens to checkpoints. */
public sealed interface CheckpointEvent extends Event {
    /** The state at the end of this height is to be kept. */
    @Tag(0)
    record Taken(long height, AccountId by) implements CheckpointEvent {}

    /**
     * Nodes with more than two thirds of all weight have vouched for one statement.
     *
     * @param statement its hash
     */
    @Tag(1)
    record Vouched(long height, @Fixed(32) Bytes statement) implements CheckpointEvent {}

    /**
     * A node has spoken of a checkpoint of which nodes state different states: at least one computes what the others
     * do not, and somebody must act. Told of each node that speaks from then on.
     *
     * @param statement the hash of what this node states
     */
    @Tag(2)
    record Disagreed(long height, int node, @Fixed(32) Bytes statement) implements CheckpointEvent {}
}
