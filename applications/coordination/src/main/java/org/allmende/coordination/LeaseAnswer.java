package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** One lease, as of a height. */
public sealed interface LeaseAnswer {
    /** The height it is as of. */
    long height();

    /**
     * It lives.
     *
     * @param revision the keyspace's current one
     * @param keys those attached to it, ascending; empty when they were not asked for
     */
    @Tag(0)
    record Found(
            long height,
            long revision,
            LeaseInfo lease,
            @Max(CoordinationLimits.LEASE_KEYS_MAX) List<@Max(CoordinationLimits.KEY_BYTES_MAX) Bytes> keys)
            implements LeaseAnswer {
        public Found {
            keys = List.copyOf(keys);
        }
    }

    /** There is none of this id in the keyspace, as of {@code revision}. */
    @Tag(1)
    record NotFound(long height, long revision) implements LeaseAnswer {}

    /** There is no keyspace of this name. */
    @Tag(2)
    record NoKeyspace(long height) implements LeaseAnswer {}
}
