package org.allmende.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells people what a verb waits for, once that takes longer than a second. */
final class Waiting implements AutoCloseable {
    private static final long SILENT_MILLIS = 1_000;
    private static final long LIVE_MILLIS = 200;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread teller;

    private Waiting(Screen screen, Supplier<String> what) {
        teller = Thread.ofPlatform().daemon().name("waiting").start(() -> tell(screen, what));
    }

    /** Until it is closed. */
    static Waiting on(Screen screen, String what) {
        return on(screen, () -> what);
    }

    /** @param what asked again and again, by another thread */
    static Waiting on(Screen screen, Supplier<String> what) {
        return new Waiting(screen, what);
    }

    private void tell(Screen screen, Supplier<String> what) {
        try (Progress progress = new Progress(screen)) {
            long pause = SILENT_MILLIS;
            while (!over.await(pause, TimeUnit.MILLISECONDS)) {
                progress.show(what.get());
                pause = LIVE_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the line is gone, so that an answer can follow. */
    @Override
    public void close() {
        over.countDown();
        try {
            teller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
