package org.allmende.ledger.port;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.allmende.ledger.table.View;
import org.jspecify.annotations.Nullable;

/**
 * Linearizable reads: each waits for a marker that was ordered after the read had arrived. All reads that arrive
 * within {@link #GATHER} share one. Any thread.
 */
final class Barriers {
    /** How long a barrier waits for further reads after the one before it was sent. */
    static final Duration GATHER = Duration.ofMillis(10);

    private final Supplier<CompletableFuture<View>> send;
    private @Nullable CompletableFuture<View> gathering;
    private long lastSentNanos = System.nanoTime() - GATHER.toNanos();

    /** @param send submits one barrier and gives a view as of it, or fails */
    Barriers(Supplier<CompletableFuture<View>> send) {
        this.send = send;
    }

    CompletableFuture<View> join() {
        CompletableFuture<View> joined;
        long waitNanos;
        synchronized (this) {
            if (gathering != null) {
                return gathering.copy();
            }
            joined = new CompletableFuture<>();
            gathering = joined;
            waitNanos = lastSentNanos + GATHER.toNanos() - System.nanoTime();
        }
        if (waitNanos <= 0) {
            close(joined);
        } else {
            CompletableFuture.delayedExecutor(waitNanos, TimeUnit.NANOSECONDS)
                    .execute(() -> close(joined));
        }
        return joined.copy();
    }

    /** No further read may join; the barrier is sent after this, and so after every read that did. */
    private void close(CompletableFuture<View> gathered) {
        synchronized (this) {
            gathering = null;
            lastSentNanos = System.nanoTime();
        }
        CompletableFuture<View> sent;
        try {
            sent = send.get();
        } catch (RuntimeException e) {
            gathered.completeExceptionally(e);
            return;
        }
        var _ = sent.whenComplete((view, failure) -> {
            if (failure == null) {
                gathered.complete(view);
            } else {
                gathered.completeExceptionally(failure);
            }
        });
    }
}
