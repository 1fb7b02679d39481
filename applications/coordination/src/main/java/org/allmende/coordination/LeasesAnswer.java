package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** Leases of a keyspace, as of a height. */
public sealed interface LeasesAnswer {
    /** Leases in one answer. */
    int LEASES_MAX = 1_000;

    /** The height it is as of. */
    long height();

    /**
     * Some of them.
     *
     * @param revision the keyspace's current one
     * @param leases by id, negative ones first
     * @param more whether there are further ones, after the last of these
     */
    @Tag(0)
    record Page(long height, long revision, @Max(LEASES_MAX) List<LeaseInfo> leases, boolean more)
            implements LeasesAnswer {
        public Page {
            leases = List.copyOf(leases);
        }
    }

    /** There is no keyspace of this name. */
    @Tag(1)
    record NoKeyspace(long height) implements LeasesAnswer {}
}
