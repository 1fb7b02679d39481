package org.allmende.ledger.checkpoint;

import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.encoding.Tag;

/** What operations on checkpoints answer. */
public sealed interface CheckpointResult extends Result {
    /** A checkpoint is taken. Summary: its height, 8 bytes, least first. */
    @Tag(0)
    record Taken(long height) implements CheckpointResult {
        @Override
        public Bytes summary() {
            return Schema.standard().codec(Taken.class).encode(this);
        }
    }

    /** The node's word is counted. Summary: empty. */
    @Tag(1)
    record Counted() implements CheckpointResult {
        @Override
        public Bytes summary() {
            return Bytes.EMPTY;
        }
    }
}
