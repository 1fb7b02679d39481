package org.allmende.gateway.etcd.lease;

import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.concurrent.Executor;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.CoordinationResult.Granted;
import org.allmende.coordination.CoordinationResult.Revoked;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeaseInfo;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.auth.GuardedStore;
import org.allmende.gateway.etcd.kv.Responses;
import org.allmende.gateway.etcd.store.AllLeases;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.ledger.encoding.Bytes;

/** Leases: etcd's {@code Lease} service. */
public final class LeaseService extends LeaseGrpc.LeaseImplBase {
    private final Store store;
    private final Guard guard;
    private final Headers headers;
    private final Bytes prefix;
    private final KeepAlives keepAlives;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param renewing where leases are renewed, of all callers together
     * @param prefix of the keys that this gateway may write: what gives it the right to grant leases
     */
    public LeaseService(
            GuardedStore store, Store renewing, Guard guard, Headers headers, Bytes prefix, Executor executor) {
        this.store = store;
        this.guard = guard;
        this.headers = headers;
        this.prefix = prefix;
        this.keepAlives = new KeepAlives(renewing.keyspace(), renewing::write, executor);
    }

    @Override
    public void leaseGrant(Rpc.LeaseGrantRequest request, StreamObserver<Rpc.LeaseGrantResponse> observer) {
        Answering.answer(observer, () -> {
            long id = request.getID() != 0 ? request.getID() : 1 + (random.nextLong() & (Long.MAX_VALUE >> 1));
            Granted granted = Answering.await(
                    store.write(new GrantLease(store.keyspace(), id, request.getTTL(), prefix)), Granted.class);
            return Rpc.LeaseGrantResponse.newBuilder()
                    .setHeader(headers.at(granted.revision()))
                    .setID(id)
                    .setTTL(granted.ttlSeconds())
                    .build();
        });
    }

    @Override
    public void leaseRevoke(Rpc.LeaseRevokeRequest request, StreamObserver<Rpc.LeaseRevokeResponse> observer) {
        Answering.answer(observer, () -> {
            Revoked revoked =
                    Answering.await(store.write(new RevokeLease(store.keyspace(), request.getID())), Revoked.class);
            return Rpc.LeaseRevokeResponse.newBuilder()
                    .setHeader(headers.at(revoked.revision()))
                    .build();
        });
    }

    @Override
    public StreamObserver<Rpc.LeaseKeepAliveRequest> leaseKeepAlive(
            StreamObserver<Rpc.LeaseKeepAliveResponse> observer) {
        return new KeepAliveStream(observer, guard, headers, keepAlives);
    }

    @Override
    public void leaseTimeToLive(Rpc.LeaseTimeToLiveRequest request, StreamObserver<Rpc.LeaseTimeToLiveResponse> observer) {
        Answering.answer(observer, () -> {
            Rpc.LeaseTimeToLiveResponse.Builder response =
                    Rpc.LeaseTimeToLiveResponse.newBuilder().setID(request.getID());
            return switch (store.linearizable().lease(request.getID(), request.getKeys())) {
                case LeaseAnswer.Found found ->
                    response.setHeader(headers.at(found.revision()))
                            .setTTL(secondsLeft(found.lease()))
                            .setGrantedTTL(found.lease().ttlSeconds())
                            .addAllKeys(found.keys().stream().map(Responses::bytes).toList())
                            .build();
                // etcd's LeaseTimeToLive: no error, so that a holder can ask without fear.
                case LeaseAnswer.NotFound none ->
                    response.setHeader(headers.at(none.revision())).setTTL(-1).build();
                case LeaseAnswer.NoKeyspace _ -> throw EtcdError.of(CoordinationReason.KEYSPACE_NOT_FOUND);
            };
        });
    }

    /** Whole seconds, rounded down as etcd does. */
    private long secondsLeft(LeaseInfo lease) {
        return Math.max(0, Math.floorDiv(lease.endMillis() - store.standing().timeMillis(), 1_000));
    }

    @Override
    public void leaseLeases(Rpc.LeaseLeasesRequest request, StreamObserver<Rpc.LeaseLeasesResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.linearizable();
            Rpc.LeaseLeasesResponse.Builder response =
                    Rpc.LeaseLeasesResponse.newBuilder().setHeader(headers.at(reading.revision()));
            // etcd lists what ends first, first.
            AllLeases.of(reading)
                    .orElseThrow(() -> EtcdError.of(CoordinationReason.KEYSPACE_NOT_FOUND))
                    .stream()
                    .sorted(Comparator.comparingLong(LeaseInfo::endMillis))
                    .forEach(lease -> response.addLeases(Rpc.LeaseStatus.newBuilder().setID(lease.lease())));
            return response.build();
        });
    }
}
