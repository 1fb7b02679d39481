package org.allmende.etcdload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One client: asks for the next thing when it has been answered, until it is stopped. */
final class Loop {
    /** A failing server is not asked faster than a person could ask. */
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 20;

    private final Supplier<CompletableFuture<?>> asking;
    private final Tally tally;
    private volatile boolean stopped;

    Loop(Supplier<CompletableFuture<?>> asking, Tally tally) {
        this.asking = asking;
        this.tally = tally;
    }

    void go() {
        if (stopped) {
            return;
        }
        long asked = System.nanoTime();
        CompletableFuture<?> answer;
        try {
            answer = asking.get();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        // On another thread than the one that answered: one that is answered at once would never return.
        var _ = answer.whenCompleteAsync((done, failure) -> {
            if (failure == null) {
                tally.done(asked);
                go();
            } else {
                tally.failed();
                CompletableFuture.delayedExecutor(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(this::go);
            }
        });
    }

    void stop() {
        stopped = true;
    }
}
