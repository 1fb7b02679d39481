package org.allmende.gateway.etcd.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Standing;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.Written;
import org.allmende.ledger.genesis.NodeCard;

/** Another store, whose changes are counted. */
public final class MeasuredStore implements Store {
    private final Store store;
    private final AtomicLong pending = new AtomicLong();
    private final LongAdder failed = new LongAdder();

    public MeasuredStore(Store store) {
        this.store = store;
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
        return store.write(operation).whenComplete((_, failure) -> {
            pending.decrementAndGet();
            if (failure != null) {
                failed.increment();
            }
        });
    }

    @Override
    public String keyspace() {
        return store.keyspace();
    }

    @Override
    public Identity identity() {
        return store.identity();
    }

    @Override
    public Standing standing() {
        return store.standing();
    }

    @Override
    public List<NodeCard> members() {
        return store.members();
    }

    @Override
    public Reading linearizable() throws InterruptedException {
        return store.linearizable();
    }

    @Override
    public Reading local() {
        return store.local();
    }

    @Override
    public Reading above(long height, Duration patience) throws InterruptedException {
        return store.above(height, patience);
    }

    @Override
    public void close() {
        store.close();
    }
}
