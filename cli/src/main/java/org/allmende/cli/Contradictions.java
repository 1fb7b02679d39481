package org.allmende.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of nodes that say otherwise than enough others: once it is no accident, and then now and then. */
final class Contradictions {
    /** Two answers of different moments may differ; so many in a minute are none of that. */
    static final int ACCIDENTS_MAX = 20;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Screen screen;
    private final Map<URI, Count> counts = new ConcurrentHashMap<>();

    private record Count(long sinceNanos, int times) {}

    Contradictions(Screen screen) {
        this.screen = screen;
    }

    void by(URI node) {
        long now = System.nanoTime();
        Count count = counts.merge(node, new Count(now, 1), (before, one) -> now - before.sinceNanos() > WINDOW.toNanos()
                ? one
                : new Count(before.sinceNanos(), before.times() + 1));
        if (count.times() == ACCIDENTS_MAX + 1) {
            screen.tell(node + " said otherwise than enough others more than " + ACCIDENTS_MAX
                    + " times within a minute; they were believed. It lies or is broken: tell its operator.");
        }
    }
}
