package org.allmende.gateway.etcd.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allmende.coordination.Alarm;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Standing;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.Written;
import org.allmende.ledger.genesis.NodeCard;

/** An empty keyspace whose network does as the test says. */
final class HandStore implements Store, Reading {
    volatile boolean ordering = true;
    volatile boolean answering = true;
    volatile List<Alarm> alarms = List.of();

    @Override
    public Standing standing() {
        return new Standing(ordering, ordering ? "" : "waits for \"bert\"", 0, 1, 0);
    }

    @Override
    public Reading linearizable() {
        if (!answering) {
            throw new UnavailableException(UnavailableException.Cause.TIMED_OUT, "not in time");
        }
        return this;
    }

    @Override
    public Reading local() {
        return this;
    }

    @Override
    public RangeAnswer range(RangeRequest request) {
        return new RangeAnswer.Found(1, new RangeResult(1, List.of(), 0, false));
    }

    @Override
    public AuthReading auth() {
        return new AuthAnswer.Found(1, false, 1, 0, List.of(), List.of());
    }

    @Override
    public SpaceAnswer space() {
        return new SpaceAnswer.Found(1, 0, 0, alarms, false);
    }

    @Override
    public String keyspace() {
        return "default";
    }

    @Override
    public Identity identity() {
        return new Identity(1, 2);
    }

    @Override
    public List<NodeCard> members() {
        return List.of();
    }

    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        throw new AssertionError("a probe changes nothing");
    }

    @Override
    public Reading above(long height, Duration patience) {
        return this;
    }

    @Override
    public long height() {
        return 1;
    }

    @Override
    public long revision() {
        return 1;
    }

    @Override
    public HistoryAnswer history(HistoryRequest request) {
        throw new AssertionError("a probe reads no history");
    }

    @Override
    public LeasesAnswer leases(long after, int limit) {
        throw new AssertionError("a probe reads no leases");
    }

    @Override
    public LeaseAnswer lease(long lease, boolean withKeys) {
        throw new AssertionError("a probe reads no leases");
    }

    @Override
    public void close() {}
}
