package org.allmende.gateway.etcd.remote;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.TxnRequest;
import org.allmende.gateway.etcd.store.Written;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that does nothing: once it was applied, whatever was answered before it was given to the network is in
 * every reading. Those that ask for one within a short time share it. Any thread.
 */
final class SharedBarrier {
    /** How long one waits for others to share it when the one before it was as short a time ago. */
    static final Duration GATHER = Duration.ofMillis(5);

    private final Supplier<CompletableFuture<Written>> send;
    private final Executor executor;
    private @Nullable CompletableFuture<Written> gathering;
    private long lastSentNanos = System.nanoTime() - GATHER.toNanos();

    SharedBarrier(Supplier<CompletableFuture<Written>> send, Executor executor) {
        this.send = send;
        this.executor = executor;
    }

    static CoordinationOperation operation(String keyspace) {
        return new CoordinationOperation.Txn(keyspace, new TxnRequest(List.of(), List.of(), List.of()));
    }

    /** Completes when one that was sent after this call was ordered, with what became of it. */
    CompletableFuture<Written> join() {
        CompletableFuture<Written> joined;
        long waitNanos;
        synchronized (this) {
            if (gathering != null) {
                return gathering;
            }
            joined = new CompletableFuture<>();
            gathering = joined;
            waitNanos = lastSentNanos + GATHER.toNanos() - System.nanoTime();
        }
        if (waitNanos <= 0) {
            sendGathered(joined);
        } else {
            CompletableFuture.delayedExecutor(waitNanos, TimeUnit.NANOSECONDS, executor)
                    .execute(() -> sendGathered(joined));
        }
        return joined;
    }

    private void sendGathered(CompletableFuture<Written> joined) {
        synchronized (this) {
            gathering = null;
            lastSentNanos = System.nanoTime();
        }
        var _ = send.get().whenComplete((written, failure) -> {
            if (failure == null) {
                joined.complete(written);
            } else {
                joined.completeExceptionally(failure);
            }
        });
    }
}
