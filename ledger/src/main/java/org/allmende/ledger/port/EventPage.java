package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.Event;

/**
 * Events in order.
 *
 * @param complete false when events after the asked place are no longer, or were never, held by this node: the page
 *     then goes on from the oldest it has, and the reader must not take it for gap-free
 * @param heldAfter this node holds every event after this place, up to its newest
 */
public record EventPage(List<Placed> events, boolean complete, EventPlace heldAfter) {
    /**
     * An event and where it happened.
     *
     * @param timeMillis agreed time then, milliseconds since 1970 (UTC)
     * @param application the tag of the application that told it
     */
    public record Placed(EventPlace place, long timeMillis, int application, Event event) {}
}
