package org.allmende.gateway.etcd.watch;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.WatchGrpc;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.store.Store;

/** Changes as they happen, and those that have: etcd's {@code Watch} service. */
public final class WatchService extends WatchGrpc.WatchImplBase implements AutoCloseable {
    private final Store store;
    private final Headers headers;
    private final Watchers watchers;

    /** @param progressInterval how often a watcher that wants it is told how far it is, when nothing else is sent */
    public WatchService(Store store, Headers headers, ExecutorService executor, Duration progressInterval) {
        this.store = store;
        this.headers = headers;
        this.watchers = new Watchers(store, executor, progressInterval);
        watchers.start();
    }

    @Override
    public StreamObserver<Rpc.WatchRequest> watch(StreamObserver<Rpc.WatchResponse> observer) {
        return new WatchStream(
                store, headers, watchers, (ServerCallStreamObserver<Rpc.WatchResponse>) observer);
    }

    @Override
    public void close() {
        watchers.close();
    }
}
