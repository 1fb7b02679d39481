package org.allmende.coordination;

import org.allmende.ledger.encoding.Tag;

/** One of the questions of a {@link ReadsRequest}. */
public sealed interface ReadRequest {
    /** Keys. */
    @Tag(0)
    record Range(RangeRequest request) implements ReadRequest {}

    /** What happened to keys. */
    @Tag(1)
    record History(HistoryRequest request) implements ReadRequest {}

    /** One lease, and its keys if they are wanted. */
    @Tag(2)
    record Lease(long lease, boolean withKeys) implements ReadRequest {}

    /**
     * Leases by id.
     *
     * @param from the first id asked for; {@link Long#MIN_VALUE}: from the first on
     * @param limit 1 to {@link LeasesAnswer#LEASES_MAX}
     */
    @Tag(3)
    record Leases(long from, int limit) implements ReadRequest {
        public Leases {
            if (limit < 1 || limit > LeasesAnswer.LEASES_MAX) {
                throw new IllegalArgumentException(
                        "a page of leases has 1 to " + LeasesAnswer.LEASES_MAX + ", not " + limit);
            }
        }
    }

    /** Users and roles. */
    @Tag(4)
    record Auth() implements ReadRequest {}

    /** What the keyspace takes up and may. */
    @Tag(5)
    record Space() implements ReadRequest {}
}
