package org.allmende.gateway.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Memory for what is large, from when it is made until its peer has taken it: so much at once for all peers together. */
final class LargeAnswers {
    /** Smaller ones are made without asking. */
    static final long LARGE_BYTES = 64 * 1024;

    private final int bytesMax;
    private final Semaphore free;

    LargeAnswers(int bytesMax) {
        this.bytesMax = bytesMax;
        this.free = new Semaphore(bytesMax, true);
    }

    /** Takes room for {@code bytes}, to be given back with {@link #leave}; false when there is none in time. */
    boolean enter(long bytes, long waitMillis) throws InterruptedException {
        return free.tryAcquire(room(bytes), waitMillis, TimeUnit.MILLISECONDS);
    }

    void leave(long bytes) {
        free.release(room(bytes));
    }

    /** One that is larger than all the room there is takes all of it. */
    private int room(long bytes) {
        return (int) Math.min(bytes, bytesMax);
    }
}
