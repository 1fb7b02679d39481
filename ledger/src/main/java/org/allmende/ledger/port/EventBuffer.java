package org.allmende.ledger.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.port.EventPage.Placed;

/**
 * The newest events, for readers that pull. A cache: what it no longer holds, or never saw because this node took
 * over state from others, it says it does not have. Any thread.
 */
final class EventBuffer {
    /** Events held at once. */
    static final int HELD_MAX = 20_000;

    private final Placed[] ring = new Placed[HELD_MAX];
    private long next;
    private long oldest;

    /** Everything up to here is unknown. */
    private EventPlace unknownUpTo = EventPlace.START;

    /** Forgets everything: the events up to {@code height} were not seen. */
    synchronized void restored(long height) {
        oldest = next;
        unknownUpTo = height == 0 ? EventPlace.START : new EventPlace(height, Integer.MAX_VALUE);
        notifyAll();
    }

    synchronized void add(List<Placed> events) {
        for (Placed event : events) {
            if (next - oldest == HELD_MAX) {
                unknownUpTo = at(oldest).place();
                oldest++;
            }
            ring[(int) (next++ % HELD_MAX)] = event;
        }
        if (!events.isEmpty()) {
            notifyAll();
        }
    }

    synchronized EventPage after(EventPlace after, int limit, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        // Who asks for what is not held need not wait to be told.
        while (isHeld(after) && (next == oldest || at(next - 1).place().compareTo(after) <= 0)) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                break;
            }
            wait(leftMillis);
        }
        List<Placed> page = new ArrayList<>();
        for (long i = firstAfter(after); i < next && page.size() < limit; i++) {
            page.add(at(i));
        }
        return new EventPage(page, isHeld(after), unknownUpTo);
    }

    private boolean isHeld(EventPlace after) {
        return after.compareTo(unknownUpTo) >= 0;
    }

    private long firstAfter(EventPlace after) {
        long low = oldest;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).place().compareTo(after) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Placed at(long index) {
        return ring[(int) (index % HELD_MAX)];
    }
}
