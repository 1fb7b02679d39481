package org.allmende.gateway.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Takes the thread back from a peer that is too slow: Helidon reads and writes without a limit of time, so a peer
 * that stops halfway would keep its connection for ever. An interrupt closes the socket its thread is blocked on.
 *
 * <p>Looked at every now and then instead of by a timer each: to begin and end a limit costs two steps in a map, and
 * while nothing happens nothing runs but one look a second.
 */
final class Deadlines implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    private final Map<Thread, Limit> running = new ConcurrentHashMap<>();
    private final Thread looking;

    Deadlines() {
        looking = Thread.ofVirtual().name("http-deadlines").start(this::look);
    }

    /**
     * Interrupts the calling thread unless it calls {@link #end} within {@code millis}, and at most a look more. A
     * thread has one limit at a time.
     */
    void begin(long millis) {
        Thread thread = Thread.currentThread();
        running.put(thread, new Limit(thread, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    /** Ends the limit of the calling thread; no effect when it has none. */
    void end() {
        Limit limit = running.remove(Thread.currentThread());
        if (limit != null) {
            limit.end();
        }
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                long now = System.nanoTime();
                // What is over stays until its thread has seen it, or is gone.
                running.values().removeIf(limit -> limit.interruptWhenOver(now) && !limit.thread.isAlive());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        looking.interrupt();
    }

    private static final class Limit {
        private final Thread thread;
        private final long endNanos;
        private boolean ended;
        private boolean over;

        Limit(Thread thread, long endNanos) {
            this.thread = thread;
            this.endNanos = endNanos;
        }

        synchronized boolean interruptWhenOver(long nowNanos) {
            if (!ended && !over && nowNanos - endNanos >= 0) {
                over = true;
                thread.interrupt();
            }
            return over;
        }

        synchronized void end() {
            ended = true;
            if (over) {
                // The interrupt was meant for the work that ends here, not for what its thread does next.
                Thread.interrupted();
            }
        }
    }
}
