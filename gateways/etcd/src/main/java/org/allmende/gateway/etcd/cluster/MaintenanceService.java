package org.allmende.gateway.etcd.cluster;

import io.grpc.stub.StreamObserver;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Standing;
import org.allmende.gateway.etcd.store.Store;

/** How the network and this gateway are doing: etcd's {@code Maintenance} service. */
public final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    private final Store store;
    private final Headers headers;

    public MaintenanceService(Store store, Headers headers) {
        this.store = store;
        this.headers = headers;
    }

    @Override
    public void status(Rpc.StatusRequest request, StreamObserver<Rpc.StatusResponse> observer) {
        Answering.answer(observer, () -> {
            Standing standing = store.standing();
            Rpc.StatusResponse.Builder response = Rpc.StatusResponse.newBuilder()
                    .setHeader(headers.now())
                    .setVersion(EtcdSettings.VERSION)
                    .setLeader(standing.ordering() ? Members.first(store) : 0)
                    .setRaftIndex(standing.height())
                    .setRaftAppliedIndex(standing.height())
                    .setRaftTerm(headers.term());
            if (!standing.ordering()) {
                response.addErrors(EtcdError.NO_LEADER.text() + ": " + standing.why());
            }
            return response.build();
        });
    }

    @Override
    public void hashKV(Rpc.HashKVRequest request, StreamObserver<Rpc.HashKVResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.local();
            KeyHash.Result result = KeyHash.of(reading, request.getRevision());
            return Rpc.HashKVResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setHash(result.hash())
                    .setCompactRevision(result.compactRevision())
                    .build();
        });
    }

    @Override
    public void hash(Rpc.HashRequest request, StreamObserver<Rpc.HashResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.local();
            return Rpc.HashResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setHash(KeyHash.of(reading, 0).hash())
                    .build();
        });
    }

    /** There is nothing to do: what was compacted is removed by itself, and its room used again. */
    @Override
    public void defragment(Rpc.DefragmentRequest request, StreamObserver<Rpc.DefragmentResponse> observer) {
        Answering.answer(
                observer,
                () -> Rpc.DefragmentResponse.newBuilder()
                        .setHeader(headers.now())
                        .build());
    }

    /** There is no leader to move; that any member might be it is so already. */
    @Override
    public void moveLeader(Rpc.MoveLeaderRequest request, StreamObserver<Rpc.MoveLeaderResponse> observer) {
        Answering.answer(observer, () -> {
            if (store.members().stream().noneMatch(node -> Identity.member(node) == request.getTargetID())) {
                throw EtcdError.BAD_LEADER_TRANSFEREE.exception();
            }
            return Rpc.MoveLeaderResponse.newBuilder().setHeader(headers.now()).build();
        });
    }
}
