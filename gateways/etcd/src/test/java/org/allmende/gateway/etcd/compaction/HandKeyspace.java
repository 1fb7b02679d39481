package org.allmende.gateway.etcd.compaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.CoordinationResult;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Standing;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.Written;
import org.allmende.ledger.genesis.NodeCard;

/** A keyspace with nothing but a revision, which can be compacted as far as it has come. */
final class HandKeyspace implements Store, Reading {
    long revision = 1;
    boolean answering = true;
    Optional<CoordinationReason> refusing = Optional.empty();

    /** To which revisions somebody had it compacted, and that was done. */
    final List<Long> compacted = new ArrayList<>();

    /** Whatever came of it. */
    int asked;

    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        if (!answering) {
            return CompletableFuture.failedFuture(
                    new UnavailableException(UnavailableException.Cause.NOT_ORDERING, "no quorum"));
        }
        asked++;
        long to = ((Compact) operation).revision();
        if (refusing.isPresent()) {
            return CompletableFuture.completedFuture(new Written.Refused(refusing.get()));
        }
        if (!compacted.isEmpty() && to <= compacted.getLast()) {
            return CompletableFuture.completedFuture(new Written.Refused(CoordinationReason.COMPACTED));
        }
        compacted.add(to);
        return CompletableFuture.completedFuture(new Written.Applied(new CoordinationResult.Compacted(revision)));
    }

    @Override
    public String keyspace() {
        return "default";
    }

    @Override
    public Reading local() {
        return this;
    }

    @Override
    public long revision() {
        return revision;
    }

    private static AssertionError notAsked() {
        return new AssertionError("a compaction asks for nothing but the revision");
    }

    @Override
    public Identity identity() {
        throw notAsked();
    }

    @Override
    public Standing standing() {
        throw notAsked();
    }

    @Override
    public List<NodeCard> members() {
        throw notAsked();
    }

    @Override
    public Reading linearizable() {
        throw notAsked();
    }

    @Override
    public Reading above(long height, Duration patience) {
        throw notAsked();
    }

    @Override
    public long height() {
        throw notAsked();
    }

    @Override
    public RangeAnswer range(RangeRequest request) {
        throw notAsked();
    }

    @Override
    public HistoryAnswer history(HistoryRequest request) {
        throw notAsked();
    }

    @Override
    public LeasesAnswer leases(long from, int limit) {
        throw notAsked();
    }

    @Override
    public LeaseAnswer lease(long lease, boolean withKeys) {
        throw notAsked();
    }

    @Override
    public AuthReading auth() {
        throw notAsked();
    }

    @Override
    public SpaceAnswer space() {
        throw notAsked();
    }

    @Override
    public void close() {}
}
