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
 * <p>The processors set a second bound. Events make latency short where there is room for them; where the machine is full
 * they take from the transactions what these need. From {@link #FULL_FROM} on a node makes fewer, down to one every
 * {@link #FULL_MILLIS} ms: an event of a full network carries more, and costs little more for it.
 *
 * <p>Not safe for several threads.
 */
final class Pace {
    /** Own events; where all goes well an event has its order before the node has made this many more. */
    static final int UNDER_WAY_MAX = 16;

    static final int CROWDED_MILLIS = 250;

    /** The part of the machine's processors from which on it counts as filling up; it is full at the other. */
    static final double FULL_FROM = 0.7;

    static final double FULL_AT = 0.9;
    static final int FULL_MILLIS = 33;

    private final Deque<Instant> underWay = new ArrayDeque<>();
    private long lastNanos = Long.MIN_VALUE / 2;
    private long pauseNanos;

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

    /** @param used the part of the machine's processors that is in use, by whatever: 0 to 1 */
    void processors(double used) {
        double full = Math.clamp((used - FULL_FROM) / (FULL_AT - FULL_FROM), 0, 1);
        pauseNanos = Math.round(full * TimeUnit.MILLISECONDS.toNanos(FULL_MILLIS));
    }

    /** Whether to make no event now. */
    boolean isCrowded(long nanos) {
        long pause = underWay.size() >= UNDER_WAY_MAX ? TimeUnit.MILLISECONDS.toNanos(CROWDED_MILLIS) : pauseNanos;
        return nanos - lastNanos < pause;
    }
}
