package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** One keyspace, as of a height. */
public sealed interface KeyspaceAnswer {
    /** The height it is as of. */
    long height();

    /**
     * It exists.
     *
     * @param writers whom the owner named, by account and prefix
     */
    @Tag(0)
    record Found(long height, KeyspaceInfo keyspace, @Max(CoordinationLimits.WRITERS_MAX) List<Writer> writers)
            implements KeyspaceAnswer {
        public Found {
            writers = List.copyOf(writers);
        }
    }

    /** There is none of this name. */
    @Tag(1)
    record NotFound(long height) implements KeyspaceAnswer {}

    /** An account that may write the keys under a prefix; empty: all. */
    record Writer(AccountId account, @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix) {}
}
