package org.allmende.gateway.etcd.lock;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.DeleteRangeResult;
import org.allmende.etcd.protocol.LockGrpc;
import org.allmende.etcd.protocol.Lockpb;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.kv.Requests;
import org.allmende.gateway.etcd.kv.Responses;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.watch.WatchService;
import org.allmende.ledger.encoding.Bytes;

/** Locks that end with a lease: etcd's {@code Lock} service. */
public final class LockService extends LockGrpc.LockImplBase {
    private final Store store;
    private final Headers headers;
    private final Line line;

    /** @param prefix of the keys that this gateway may write: what gives it the right to grant leases */
    public LockService(Store store, Headers headers, Bytes prefix, WatchService watches) {
        this.store = store;
        this.headers = headers;
        this.line = new Line(store, prefix, watches);
    }

    @Override
    public void lock(Lockpb.LockRequest request, StreamObserver<Lockpb.LockResponse> observer) {
        answer(observer, () -> {
            Bytes name = Requests.bytes(request.getName());
            Contender contender = line.join(name, request.getLease(), Bytes.EMPTY);
            Reading reading = line.awaitTurn(name, contender, Refusal.SESSION_EXPIRED);
            return Lockpb.LockResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setKey(Responses.bytes(contender.key()))
                    .build();
        });
    }

    @Override
    public void unlock(Lockpb.UnlockRequest request, StreamObserver<Lockpb.UnlockResponse> observer) {
        answer(observer, () -> {
            DeleteRangeRequest delete = DeleteRangeRequest.of(Requests.bytes(request.getKey()));
            Coordination.objection(delete).ifPresent(reason -> {
                throw EtcdError.of(reason);
            });
            DeleteRangeResult deleted = Answering.await(
                    store.write(new DeleteRange(store.keyspace(), delete)), DeleteRangeResult.class);
            return Lockpb.UnlockResponse.newBuilder()
                    .setHeader(headers.at(deleted.revision()))
                    .build();
        });
    }

    /** Errors without their codes, as {@link Refusal} says. */
    static <T> void answer(StreamObserver<T> observer, Callable<T> work) {
        Answering.answer(observer, () -> {
            try {
                return work.call();
            } catch (StatusRuntimeException e) {
                throw Refusal.of(e);
            }
        });
    }
}
