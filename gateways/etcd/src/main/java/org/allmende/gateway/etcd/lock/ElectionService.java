package org.allmende.gateway.etcd.lock;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.allmende.coordination.KeyValue;
import org.allmende.etcd.protocol.ElectionGrpc;
import org.allmende.etcd.protocol.Electionpb;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.kv.Requests;
import org.allmende.gateway.etcd.kv.Responses;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.watch.Following;
import org.allmende.gateway.etcd.watch.WatchService;
import org.allmende.ledger.encoding.Bytes;

/** Leaders that end with a lease: etcd's {@code Election} service. */
public final class ElectionService extends ElectionGrpc.ElectionImplBase {
    private final Store store;
    private final Headers headers;
    private final WatchService watches;
    private final ExecutorService executor;
    private final Line line;

    /** @param prefix of the keys that this gateway may write: what gives it the right to grant leases */
    public ElectionService(
            Store store, Headers headers, Bytes prefix, WatchService watches, ExecutorService executor) {
        this.store = store;
        this.headers = headers;
        this.watches = watches;
        this.executor = executor;
        this.line = new Line(store, prefix, watches);
    }

    @Override
    public void campaign(Electionpb.CampaignRequest request, StreamObserver<Electionpb.CampaignResponse> observer) {
        LockService.answer(observer, () -> {
            Bytes name = Requests.bytes(request.getName());
            Contender contender = candidate(name, request.getLease(), Requests.bytes(request.getValue()));
            line.awaitTurn(name, contender, Refusal.NOT_LEADER);
            // etcd's answer has the revision at which the candidate came, however long it waited.
            return Electionpb.CampaignResponse.newBuilder()
                    .setHeader(headers.at(contender.revision()))
                    .setLeader(Electionpb.LeaderKey.newBuilder()
                            .setName(request.getName())
                            .setKey(Responses.bytes(contender.key()))
                            .setRev(contender.createRevision())
                            .setLease(contender.lease()))
                    .build();
        });
    }

    private Contender candidate(Bytes name, long lease, Bytes value) {
        Contender contender = line.join(name, lease, value);
        if (!contender.value().equals(value)) {
            try {
                line.proclaim(contender.key(), contender.createRevision(), contender.lease(), value);
            } catch (StatusRuntimeException e) {
                line.leave(contender.key(), contender.createRevision());
                throw e;
            }
        }
        return contender;
    }

    @Override
    public void proclaim(Electionpb.ProclaimRequest request, StreamObserver<Electionpb.ProclaimResponse> observer) {
        LockService.answer(observer, () -> {
            if (!request.hasLeader()) {
                throw Refusal.LEADER_MISSING.exception();
            }
            Electionpb.LeaderKey leader = request.getLeader();
            long revision = line.proclaim(
                    Requests.bytes(leader.getKey()),
                    leader.getRev(),
                    line.session(leader.getLease()),
                    Requests.bytes(request.getValue()));
            return Electionpb.ProclaimResponse.newBuilder()
                    .setHeader(headers.at(revision))
                    .build();
        });
    }

    @Override
    public void leader(Electionpb.LeaderRequest request, StreamObserver<Electionpb.LeaderResponse> observer) {
        LockService.answer(observer, () -> {
            Reading reading = store.linearizable();
            KeyValue leader = Line.find(reading, Line.first(Requests.bytes(request.getName())))
                    .orElseThrow(Refusal.NO_LEADER::exception);
            return Electionpb.LeaderResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setKv(Responses.keyValue(leader))
                    .build();
        });
    }

    @Override
    public void observe(Electionpb.LeaderRequest request, StreamObserver<Electionpb.LeaderResponse> observer) {
        Bytes name = Requests.bytes(request.getName());
        Following changes;
        try {
            changes = watches.follow(List.of(Line.keys(name)), false, store.local().revision() + 1);
        } catch (StatusRuntimeException e) {
            observer.onError(Refusal.of(e));
            return;
        }
        executor.execute(Context.current()
                .wrap(new LeaderStream(
                        store, headers, name, changes, (ServerCallStreamObserver<Electionpb.LeaderResponse>) observer)));
    }

    @Override
    public void resign(Electionpb.ResignRequest request, StreamObserver<Electionpb.ResignResponse> observer) {
        LockService.answer(observer, () -> {
            if (!request.hasLeader()) {
                throw Refusal.LEADER_MISSING.exception();
            }
            Electionpb.LeaderKey leader = request.getLeader();
            // Whoever is no leader has nothing to give up: to etcd that is no error.
            long revision = line.leave(Requests.bytes(leader.getKey()), leader.getRev());
            return Electionpb.ResignResponse.newBuilder()
                    .setHeader(headers.at(revision))
                    .build();
        });
    }
}
