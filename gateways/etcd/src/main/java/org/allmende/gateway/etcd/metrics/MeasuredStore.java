package org.allmende.gateway.etcd.metrics;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.gateway.etcd.store.ForwardingStore;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.Written;

/** Another store, whose changes are counted. */
public final class MeasuredStore extends ForwardingStore {
    private final AtomicLong pending = new AtomicLong();
    private final LongAdder failed = new LongAdder();

    public MeasuredStore(Store store) {
        super(store);
    }

    /** Changes that are not answered yet. */
    long pending() {
        return pending.get();
    }

    /** Changes that could not be said to have been applied or refused. */
    long failed() {
        return failed.sum();
    }

    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        pending.incrementAndGet();
        return super.write(operation).whenComplete((_, failure) -> {
            pending.decrementAndGet();
            if (failure != null) {
                failed.increment();
            }
        });
    }
}
