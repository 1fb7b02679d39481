package org.allmende.gateway.etcd.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How the network is doing.
 *
 * @param ordering whether changes are being ordered
 * @param why what it waits for, for people; empty while ordering
 * @param epoch the roster epoch, from 0
 * @param height the last height seen
 * @param timeMillis agreed time now, in milliseconds since 1970: that of the height, and what has passed since it came
 */
public record Standing(boolean ordering, String why, long epoch, long height, long timeMillis) {
    /** Anything longer without a height, and agreed time is not told on: nobody knows what it will be. */
    private static final Duration TOLD_ON_MAX = Duration.ofSeconds(6);

    /**
     * Agreed time now.
     *
     * @param timeMillis that of the last height
     * @param sinceNanos when that came, as {@link System#nanoTime}
     */
    public static long timeNow(long timeMillis, long sinceNanos) {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        return timeMillis + Math.min(passed, TOLD_ON_MAX.toMillis());
    }
}
