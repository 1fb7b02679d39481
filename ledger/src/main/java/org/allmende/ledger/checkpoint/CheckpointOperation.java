package org.allmende.ledger.checkpoint;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.transaction.Operation;

/** What can be asked of checkpoints. */
public sealed interface CheckpointOperation extends Operation {
    /** Asks every node to keep the state at the end of the height that applies this. For operators of nodes. */
    @Tag(0)
    record Take() implements CheckpointOperation {}

    /**
     * What the node whose gateway account the caller is says of a checkpoint's state.
     *
     * @param signature as in {@link Vouch}
     */
    @Tag(1)
    record VouchFor(Statement statement, @Fixed(64) Bytes signature) implements CheckpointOperation {}
}
