package org.allmende.gateway.etcd.store;

import org.allmende.coordination.AuthReading;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.ledger.table.View;

/** Of a view in this process. */
record LocalReading(Coordination coordination, String keyspace, View view) implements Reading {
    @Override
    public long height() {
        return view.height();
    }

    @Override
    public long revision() {
        return coordination.revision(view, keyspace);
    }

    @Override
    public RangeAnswer range(RangeRequest request) {
        return coordination.range(view, keyspace, request);
    }

    @Override
    public HistoryAnswer history(HistoryRequest request) {
        return coordination.history(view, keyspace, request);
    }

    @Override
    public LeasesAnswer leases(long from, int limit) {
        return coordination.leases(view, keyspace, from, limit);
    }

    @Override
    public LeaseAnswer lease(long lease, boolean withKeys) {
        return coordination.lease(view, keyspace, lease, withKeys);
    }

    @Override
    public AuthReading auth() {
        return coordination.auth(view, keyspace);
    }

    @Override
    public SpaceAnswer space() {
        return coordination.space(view, keyspace);
    }
}
