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
 * {@link #FULL_MILLIS} ms at {@link #FULL_AT} and one every {@link #SPENT_MILLIS} ms at {@link #SPENT_AT}: an event of a full
 * network carries more, and costs little more for it.
 *
 * <p>Not safe for several threads.
 */
final class Pace {
    /** Own events; where all goes well an event has its order before the node has made this many more. */
    static final int UNDER_WAY_MAX = 16;

    static final int CROWDED_MILLIS = 250;

    /** The part of the machine's processors from which on it counts as filling up; at the next it is full. */
    static final double FULL_FROM = 0.7;

    static final double FULL_AT = 0.9;
    static final int FULL_MILLIS = 33;

    /** Here nothing is left: a little below 1, since what a hypervisor keeps for itself counts as not in use. */
    static final double SPENT_AT = 0.98;

    static final int SPENT_MILLIS = 66;

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
        double millis = FULL_MILLIS * part(used, FULL_FROM, FULL_AT)
                + (SPENT_MILLIS - FULL_MILLIS) * part(used, FULL_AT, SPENT_AT);
        pauseNanos = Math.round(millis * TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** How far it is on the way from one to the other: 0 to 1. */
    private static double part(double used, double from, double to) {
        return Math.clamp((used - from) / (to - from), 0, 1);
    }

    /** Whether to make no event now. */
    boolean isCrowded(long nanos) {
        long pause = underWay.size() >= UNDER_WAY_MAX ? TimeUnit.MILLISECONDS.toNanos(CROWDED_MILLIS) : pauseNanos;
        return nanos - lastNanos < pause;
    }
}
