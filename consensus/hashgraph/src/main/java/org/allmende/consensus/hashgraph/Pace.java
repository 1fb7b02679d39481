package org.allmende.consensus.hashgraph;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a node from making events faster than the nodes bring them in order. Every event costs every node a check and a
 * sync to disk, and every comparison between two nodes walks the events that are not in order yet: nodes that make them at a
 * fixed rate while they fall behind, as cold ones do, fall behind further until nothing moves. So there is a window, as
 * there is for data on a wire: with {@link #UNDER_WAY_MAX} own events not yet in order the node makes but one every
 * {@link #CROWDED_MILLIS} ms. It never stops for good, since what is under way may need further events to get its order.
 *
 * <p>Not safe for several threads.
 */
final class Pace {
    /** Own events; where all goes well an event has its order before the node has made this many more. */
    static final int UNDER_WAY_MAX = 16;

    static final int CROWDED_MILLIS = 250;

    private final Deque<Instant> underWay = new ArrayDeque<>();
    private long lastNanos;

    /** This node makes an event. */
    void made(Instant now, long nanos) {
        underWay.addLast(now);
        lastNanos = nanos;
    }

    /**
     * An own event has got its order, and with it all that were made before: they are its ancestors.
     *
     * @param created by what the event says, which may be a little before it was made
     */
    void ordered(Instant created) {
        while (!underWay.isEmpty() && !underWay.getFirst().isAfter(created)) {
            underWay.removeFirst();
        }
    }

    /** The node takes over state, and forgets the events that it knew. */
    void clear() {
        underWay.clear();
    }

    /** Whether to make no event now. */
    boolean isCrowded(long nanos) {
        return underWay.size() >= UNDER_WAY_MAX && nanos - lastNanos < TimeUnit.MILLISECONDS.toNanos(CROWDED_MILLIS);
    }
}
