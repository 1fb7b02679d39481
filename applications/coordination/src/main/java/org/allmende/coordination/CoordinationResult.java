package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** What coordination's operations answer. {@link Summary} says what a receipt keeps of each. */
public sealed interface CoordinationResult extends Result
        permits PutResult, DeleteRangeResult, TxnResult, CoordinationResult.Created, CoordinationResult.Done,
                CoordinationResult.Compacted, CoordinationResult.Granted, CoordinationResult.Renewed,
                CoordinationResult.Revoked {
    /** The keyspace's revision after the operation. */
    long revision();

    @Override
    default Bytes summary() {
        return Summary.encode(this);
    }

    /** A keyspace was made, at revision 1. */
    @Tag(4)
    record Created(long revision) implements CoordinationResult {}

    /** Nothing more to say. */
    @Tag(5)
    record Done(long revision) implements CoordinationResult {}

    /** The past is given up; {@code revision} is the current one. */
    @Tag(6)
    record Compacted(long revision) implements CoordinationResult {}

    /** @param ttlSeconds the time it was granted, which may be more than was asked for */
    @Tag(7)
    record Granted(long revision, long ttlSeconds) implements CoordinationResult {}

    /** @param ttlSeconds of each lease asked for, in that order: what it was granted; 0 for one that is not renewed */
    @Tag(8)
    record Renewed(long revision, @Max(CoordinationLimits.LEASES_RENEWED_MAX) List<Long> ttlSeconds)
            implements CoordinationResult {
        public Renewed {
            ttlSeconds = List.copyOf(ttlSeconds);
        }
    }

    /** @param deleted keys that ended with the lease */
    @Tag(9)
    record Revoked(long revision, long deleted) implements CoordinationResult {}
}
