package org.allmende.gateway.etcd.watch;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.allmende.coordination.KeyRange;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.WatchGrpc;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.store.Store;

/** Changes as they happen, and those that have: etcd's {@code Watch} service. */
public final class WatchService extends WatchGrpc.WatchImplBase implements AutoCloseable {
    /** Who follows keys in this process at once: waiters for locks, candidates, observers. */
    static final int FOLLOWINGS_MAX = 100_000;

    private final Store store;
    private final Headers headers;
    private final Guard guard;
    private final Watchers watchers;
    private final Set<Following> followings = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param progressInterval how often a watcher that wants it is told how far it is, when nothing else is sent */
    public WatchService(
            Store store, Headers headers, Guard guard, ExecutorService executor, Duration progressInterval) {
        this.store = store;
        this.guard = guard;
        this.headers = headers;
        this.watchers = new Watchers(store, executor, progressInterval);
        watchers.start();
    }

    @Override
    public StreamObserver<Rpc.WatchRequest> watch(StreamObserver<Rpc.WatchResponse> observer) {
        return new WatchStream(
                store, headers, guard, watchers, (ServerCallStreamObserver<Rpc.WatchResponse>) observer);
    }

    /**
     * Watches ranges for somebody in this process, who closes it.
     *
     * @throws StatusRuntimeException when there are {@link #FOLLOWINGS_MAX} already
     */
    public Following follow(List<KeyRange> ranges, boolean deletionsOnly, long fromRevision) {
        if (followings.size() >= FOLLOWINGS_MAX) {
            throw EtcdError.TOO_MANY_REQUESTS.exception();
        }
        Following following = new Following(watchers, followings);
        if (closed) {
            following.end(EtcdError.STOPPED.exception());
        }
        ranges.forEach(range -> following.add(range, deletionsOnly, fromRevision));
        return following;
    }

    @Override
    public void close() {
        closed = true;
        watchers.close();
        followings.forEach(following -> following.end(EtcdError.STOPPED.exception()));
    }
}
