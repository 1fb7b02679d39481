package org.allmende.coordination;

import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Tag;

/** What coordination's operations answer. {@link Summary} says what a receipt keeps of each. */
public sealed interface CoordinationResult extends Result
        permits PutResult, DeleteRangeResult, TxnResult, CoordinationResult.Created, CoordinationResult.Done,
                CoordinationResult.Compacted {
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
}
