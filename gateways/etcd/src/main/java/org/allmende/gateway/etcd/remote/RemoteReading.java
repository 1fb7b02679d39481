package org.allmende.gateway.etcd.remote;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.gateway.etcd.store.Reading;

/**
 * As of a height and a revision that enough nodes have reached. Keys and their history are of exactly that revision; leases,
 * which have none, are of that height or a later one.
 *
 * @param newest where the network is when it is asked: for a revision that was compacted since
 */
record RemoteReading(Reads reads, SeenUsers users, Supplier<At> newest, At at) implements Reading {
    /** Times that a reading whose revision was compacted meanwhile is begun anew. */
    private static final int ANEW_MAX = 3;

    @Override
    public long height() {
        return at.height();
    }

    @Override
    public long revision() {
        return at.revision();
    }

    @Override
    public RangeAnswer range(RangeRequest request) {
        Optional<CoordinationReason> objection = Coordination.objection(request);
        if (objection.isPresent()) {
            return new RangeAnswer.Refused(at.height(), objection.get());
        }
        if (request.revision() > at.revision()) {
            return new RangeAnswer.Refused(at.height(), CoordinationReason.FUTURE_REVISION);
        }
        if (request.revision() != 0) {
            return range(request, at);
        }
        At asOf = at;
        for (int anew = 0; anew < ANEW_MAX; anew++) {
            RangeAnswer answer = range(request.withRevision(asOf.revision()), asOf);
            if (!(answer instanceof RangeAnswer.Refused(long height, CoordinationReason reason)
                    && reason == CoordinationReason.COMPACTED)) {
                return answer;
            }
            asOf = newest.get();
        }
        return range(request.withRevision(asOf.revision()), asOf);
    }

    private RangeAnswer range(RangeRequest request, At asOf) {
        return ((ReadAnswer.Range) reads.ask(new ReadRequest.Range(request), asOf)).answer();
    }

    @Override
    public HistoryAnswer history(HistoryRequest request) {
        if (at.revision() > 0 && request.fromRevision() > at.revision()) {
            // Nothing has happened yet, whatever a node that is further on would say.
            return new HistoryAnswer.Page(at.height(), at.revision(), request.fromRevision(), List.of());
        }
        return ((ReadAnswer.History) reads.ask(new ReadRequest.History(request), at)).answer();
    }

    @Override
    public LeasesAnswer leases(long from, int limit) {
        return ((ReadAnswer.Leases) reads.ask(new ReadRequest.Leases(from, limit), at)).answer();
    }

    /** Of a second ago at most. */
    @Override
    public AuthReading auth() {
        return users.at(at);
    }

    @Override
    public SpaceAnswer space() {
        return ((ReadAnswer.Space) reads.ask(new ReadRequest.Space(), at)).answer();
    }

    @Override
    public LeaseAnswer lease(long lease, boolean withKeys) {
        return ((ReadAnswer.Lease) reads.ask(new ReadRequest.Lease(lease, withKeys), at)).answer();
    }
}
