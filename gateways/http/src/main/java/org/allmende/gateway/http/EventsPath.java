package org.allmende.gateway.http;

import java.time.Duration;
import java.util.List;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.EventPlace;
import org.allmende.ledger.port.LedgerPort;

/** What the applications tell the world, in order, each with its place as id. */
final class EventsPath {
    private static final int PAGE_EVENTS = 256;

    private final LedgerPort port;
    private final Formats formats;
    private final Reads reads;
    private final HttpLimits limits;

    EventsPath(LedgerPort port, Formats formats, Reads reads, HttpLimits limits) {
        this.port = port;
        this.formats = formats;
        this.reads = reads;
        this.limits = limits;
    }

    /** After what the reader has seen; from the oldest this node holds; or, by default, from now on. */
    Reply events(Call call) {
        boolean oldest = call.choice("from", "now", List.of("now", "oldest")).equals("oldest");
        boolean borsh = call.choice("as", "json", List.of("json", "borsh")).equals("borsh");
        EventPlace start = oldest ? EventPlace.START : endOf(reads.local().height());
        EventPlace after = call.lastEventId().map(EventsPath::place).orElse(start);
        return new Reply.Streamed(out -> follow(after, borsh, out));
    }

    private static EventPlace place(String lastEventId) {
        try {
            return EventPlace.parse(lastEventId);
        } catch (IllegalArgumentException e) {
            throw Call.badParameter("the last event id '" + lastEventId + "' is no place: " + e.getMessage());
        }
    }

    private static EventPlace endOf(long height) {
        return new EventPlace(height, Integer.MAX_VALUE);
    }

    private void follow(EventPlace start, boolean borsh, EventStream out) throws InterruptedException {
        EventPlace seen = start;
        out.heartbeat(seen.toString());
        while (out.isOpen()) {
            EventPage page = port.eventsAfter(seen, PAGE_EVENTS, Duration.ofMillis(limits.heartbeatMillis()));
            if (!page.complete()) {
                seen = gap(seen, page.heldAfter(), out);
            }
            for (Placed placed : page.events()) {
                String data = borsh
                        ? JsonViews.base64(formats.encode(placed, Placed.class))
                        : formats.json().text(placed);
                out.send(null, placed.place().toString(), data);
                seen = placed.place();
            }
            if (page.events().isEmpty()) {
                out.heartbeat(seen.toString());
            }
        }
    }

    /**
     * Of events that are missing here.
     *
     * @param seen the last place before them
     * @param goesOnAfter their last place
     */
    record Gap(String seen, String goesOnAfter, String advice) {}

    /** Says that events are missing here, and goes on after them. */
    private EventPlace gap(EventPlace seen, EventPlace heldAfter, EventStream out) {
        Gap gap = new Gap(
                seen.toString(),
                heldAfter.toString(),
                "events between the two are not on this node; ask another node for them");
        out.send("gap", heldAfter.toString(), formats.json().text(gap));
        return heldAfter;
    }
}
