package org.allmende.ledger.roster;

import java.nio.ByteBuffer;
import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Tag;

/** What operations on the roster answer. */
public sealed interface RosterResult extends Result {
    /** It is put to the members. Summary: the proposal's number, 8 bytes, big-endian. */
    @Tag(0)
    record Proposed(long proposal) implements RosterResult {
        @Override
        public Bytes summary() {
            return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(proposal).array());
        }

        /** What a summary says. */
        public static Proposed of(Bytes summary) {
            return new Proposed(ByteBuffer.wrap(summary.toArray()).getLong());
        }
    }

    /** It counts. Summary: empty. */
    @Tag(1)
    record Counted() implements RosterResult {
        @Override
        public Bytes summary() {
            return Bytes.EMPTY;
        }
    }
}
