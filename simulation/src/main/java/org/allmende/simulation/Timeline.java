package org.allmende.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The one clock, and everything still to happen; what is due at the same time, in the order in which it was set. */
final class Timeline implements InstantSource {
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparingLong(Due::number));

    private long nowMillis;
    private long number;

    private record Due(long atMillis, long number, Runnable action) {}

    Timeline(long startMillis) {
        this.nowMillis = startMillis;
    }

    long nowMillis() {
        return nowMillis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMillis);
    }

    void after(long millis, Runnable action) {
        if (millis < 0) {
            throw new IllegalArgumentException("nothing is set for " + -millis + " ms ago");
        }
        queue.add(new Due(nowMillis + millis, number++, action));
    }

    /** Lets everything happen that is due until then, each followed by {@code check}. */
    void runUntil(long untilMillis, Runnable check) {
        for (Due next = queue.peek(); next != null && next.atMillis <= untilMillis; next = queue.peek()) {
            queue.remove();
            nowMillis = next.atMillis;
            next.action.run();
            check.run();
        }
        nowMillis = untilMillis;
    }
}
