package org.allmende.drills;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Letting time pass on purpose: drills watch a network over time. */
public final class Pause {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** What is waited for. */
    public interface Condition {
        /** @throws IOException when there is no use in waiting any longer */
        boolean holds() throws IOException, InterruptedException;
    }

    private Pause() {}

    /** For so long. */
    public static void of(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** @throws IOException when it has not come about within the limit */
    public static void until(Duration limit, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited " + limit.toSeconds()
                        + " s for what did not come about: look at the nodes' logs in the drill's folder");
            }
            of(LOOK_EVERY);
        }
    }
}
