package org.allmende.gateway.etcd.kv;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationResult;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.DeleteRangeResult;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.PutResult;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.coordination.TxnRequest;
import org.allmende.coordination.TxnResult;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;

/** Keys: etcd's {@code KV} service. */
public final class KvService extends KVGrpc.KVImplBase {
    /** After so long at most it is looked whether who waits for a removal is still there. */
    private static final Duration REMOVAL_LOOK = Duration.ofSeconds(1);

    private final Store store;
    private final Headers headers;

    public KvService(Store store, Headers headers) {
        this.store = store;
        this.headers = headers;
    }

    @Override
    public void range(Rpc.RangeRequest request, StreamObserver<Rpc.RangeResponse> observer) {
        Answering.answer(observer, () -> {
            RangeRequest range = Requests.range(request);
            RangeResult result = read(range, request.getSerializable());
            return Responses.range(headers.at(result.revision()), result);
        });
    }

    private RangeResult read(RangeRequest request, boolean serializable) throws InterruptedException {
        Reading reading = serializable ? store.local() : store.linearizable();
        return switch (reading.range(request)) {
            case RangeAnswer.Found found -> found.result();
            case RangeAnswer.Refused refused -> throw EtcdError.of(refused.reason());
        };
    }

    @Override
    public void put(Rpc.PutRequest request, StreamObserver<Rpc.PutResponse> observer) {
        change(observer, () -> {
            PutRequest put = Requests.put(request);
            Answering.answer(
                    observer,
                    store.write(new CoordinationOperation.Put(store.keyspace(), put)),
                    PutResult.class,
                    result -> Responses.put(headers.at(result.revision()), result));
        });
    }

    @Override
    public void deleteRange(Rpc.DeleteRangeRequest request, StreamObserver<Rpc.DeleteRangeResponse> observer) {
        change(observer, () -> {
            DeleteRangeRequest delete = Requests.deleteRange(request);
            Answering.answer(
                    observer,
                    store.write(new CoordinationOperation.DeleteRange(store.keyspace(), delete)),
                    DeleteRangeResult.class,
                    result -> Responses.deleteRange(headers.at(result.revision()), result));
        });
    }

    @Override
    public void txn(Rpc.TxnRequest request, StreamObserver<Rpc.TxnResponse> observer) {
        change(observer, () -> {
            TxnRequest txn = Requests.txn(request);
            Answering.answer(
                    observer,
                    store.write(new CoordinationOperation.Txn(store.keyspace(), txn)),
                    TxnResult.class,
                    result -> Responses.txn(headers.at(result.revision()), result));
        });
    }

    @Override
    public void compact(Rpc.CompactionRequest request, StreamObserver<Rpc.CompactionResponse> observer) {
        Answering.answer(observer, () -> {
            CoordinationResult.Compacted compacted = Answering.await(
                    store.write(new CoordinationOperation.Compact(store.keyspace(), request.getRevision())),
                    CoordinationResult.Compacted.class);
            if (request.getPhysical()) {
                awaitRemoval();
            }
            return Rpc.CompactionResponse.newBuilder()
                    .setHeader(headers.at(compacted.revision()))
                    .build();
        });
    }

    /** Until the versions that were given up are gone, a part of them in every round; or who asks has gone. */
    private void awaitRemoval() throws InterruptedException {
        Reading reading = store.local();
        while (reading.space() instanceof SpaceAnswer.Found space && space.removing()) {
            if (Context.current().isCancelled()) {
                throw EtcdError.TIMED_OUT.exception();
            }
            reading = store.above(reading.height(), REMOVAL_LOOK);
        }
    }

    /** What is refused before it is ordered is answered at once. */
    private static void change(StreamObserver<?> observer, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            observer.onError(Answering.error(e));
        }
    }
}
