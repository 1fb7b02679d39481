package org.allmende.gateway.etcd.lease;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.auth.Guard;

/** One client's stream of keepalives. */
final class KeepAliveStream implements StreamObserver<Rpc.LeaseKeepAliveRequest>, KeepAlives.Stream {
    private final StreamObserver<Rpc.LeaseKeepAliveResponse> observer;
    private final Guard guard;
    private final Headers headers;
    private final KeepAlives keepAlives;
    private int open;
    private boolean halfClosed;
    private boolean ended;

    KeepAliveStream(
            StreamObserver<Rpc.LeaseKeepAliveResponse> observer, Guard guard, Headers headers, KeepAlives keepAlives) {
        this.observer = observer;
        this.guard = guard;
        this.headers = headers;
        this.keepAlives = keepAlives;
    }

    @Override
    public void onNext(Rpc.LeaseKeepAliveRequest request) {
        synchronized (this) {
            open++;
        }
        try {
            guard.requireUser();
        } catch (StatusRuntimeException e) {
            fail(e);
            return;
        }
        keepAlives.ask(this, request.getID());
    }

    @Override
    public synchronized void onError(Throwable cancelled) {
        ended = true;
    }

    /** What was asked is still answered. */
    @Override
    public synchronized void onCompleted() {
        halfClosed = true;
        completeWhenAnswered();
    }

    @Override
    public synchronized void answer(long lease, long revision, long ttlSeconds) {
        open--;
        if (ended) {
            return;
        }
        observer.onNext(Rpc.LeaseKeepAliveResponse.newBuilder()
                .setHeader(headers.at(revision))
                .setID(lease)
                .setTTL(ttlSeconds)
                .build());
        completeWhenAnswered();
    }

    private void completeWhenAnswered() {
        if (halfClosed && open == 0 && !ended) {
            ended = true;
            observer.onCompleted();
        }
    }

    /** The client opens another stream. */
    @Override
    public synchronized void fail(Throwable failure) {
        open--;
        if (!ended) {
            ended = true;
            Status status = Answering.error(failure).getStatus();
            observer.onError(status.asRuntimeException());
        }
    }
}
