package org.allmende.gateway.etcd.cluster;

import io.grpc.stub.ServerCallStreamObserver;

/** Lets a thread send no faster than a client takes it, so that a snapshot is never whole in memory. */
final class Pace {
    private final ServerCallStreamObserver<?> observer;

    /** To be made before the service's method returns or sends anything. */
    Pace(ServerCallStreamObserver<?> observer) {
        this.observer = observer;
        observer.setOnReadyHandler(this::wakeUp);
        observer.setOnCancelHandler(this::wakeUp);
    }

    private synchronized void wakeUp() {
        notifyAll();
    }

    /** @return false when there is no client any more */
    synchronized boolean awaitReady() throws InterruptedException {
        while (!observer.isReady() && !observer.isCancelled()) {
            wait();
        }
        return !observer.isCancelled();
    }
}
