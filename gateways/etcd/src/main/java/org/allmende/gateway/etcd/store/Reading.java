package org.allmende.gateway.etcd.store;

import org.allmende.coordination.AuthReading;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.SpaceAnswer;

/** The keyspace as of one height, however often it is asked. Any thread. */
public interface Reading {
    long height();

    /** The keyspace's current revision. */
    long revision();

    RangeAnswer range(RangeRequest request);

    HistoryAnswer history(HistoryRequest request);

    /**
     * Leases by id, from this one on.
     *
     * @param from {@link Long#MIN_VALUE}: from the first on
     */
    LeasesAnswer leases(long from, int limit);

    LeaseAnswer lease(long lease, boolean withKeys);

    /** Users and roles. */
    AuthReading auth();

    /** What the keyspace takes up and may, and its alarms. */
    SpaceAnswer space();
}
