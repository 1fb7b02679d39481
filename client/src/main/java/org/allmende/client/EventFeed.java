package org.allmende.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.EventPlace;

/**
 * What the network's applications tell, in order, each once, whichever nodes come and go. Nodes keep events in memory
 * only: what none of them has any more is told as missed, never passed over.
 */
public final class EventFeed implements AutoCloseable {
    private final Following<Item> following;

    EventFeed(ClientSettings settings, Nodes nodes, NetworkPin pin, Optional<EventPlace> after) {
        following = new Following<>(settings, nodes, pin, new Events(after, settings.nodes().size())).start();
    }

    /** What comes next. */
    public sealed interface Item {
        /** An event. */
        record Happened(Placed event) implements Item {}

        /**
         * Events after the one place, and up to the other, are on none of the nodes.
         *
         * @param after what was seen last
         * @param upTo from where it goes on
         */
        record Missed(EventPlace after, EventPlace upTo) implements Item {}
    }

    /** The next item; waits for it. @throws IOException when the feed is closed or refused */
    public Item next() throws IOException, InterruptedException {
        return following.next(Long.MAX_VALUE, TimeUnit.NANOSECONDS).orElseThrow();
    }

    /** As {@link #next}, or empty when there is none within this time. */
    public Optional<Item> next(Duration patience) throws IOException, InterruptedException {
        return following.next(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Why nothing may be coming at the moment, for people; empty while a node streams. */
    public Optional<String> trouble() {
        return following.trouble();
    }

    @Override
    public void close() {
        following.close();
    }

    /** All events after a place that only grows; without one, from wherever the first node stands. */
    private static final class Events implements Following.Course<Item> {
        private static final Codec<Placed> PLACED = NetworkSchema.SCHEMA.codec(Placed.class);

        private final int nodes;
        private Optional<EventPlace> seen;
        private int nodesWithoutNext;

        Events(Optional<EventPlace> after, int nodes) {
            this.seen = after;
            this.nodes = nodes;
        }

        @Override
        public String target() {
            return "/v1/events?as=borsh" + seen.map(place -> "&lastEventId=" + place).orElse("");
        }

        @Override
        public Optional<Item> take(EventStreamReader.Message message) throws IOException {
            Optional<EventPlace> place = place(message.id());
            boolean isNew = place.isPresent() && seen.map(last -> last.compareTo(place.get()) < 0).orElse(true);
            if (!isNew) {
                return Optional.empty();
            }
            boolean isGap = message.name().equals("gap");
            if (isGap && seen.isPresent() && ++nodesWithoutNext < nodes) {
                throw new IOException("the events after " + seen.get() + " are not there");
            }
            Optional<EventPlace> before = seen;
            seen = place;
            if (message.data().isEmpty()) {
                return Optional.empty();
            }
            nodesWithoutNext = 0;
            return isGap
                    ? before.map(last -> new Item.Missed(last, place.get()))
                    : Optional.of(new Item.Happened(placed(message.data())));
        }

        private static Optional<EventPlace> place(Optional<String> id) throws IOException {
            try {
                return id.map(EventPlace::parse);
            } catch (IllegalArgumentException e) {
                throw new IOException("the id '" + id.orElse("") + "' is no place of an event", e);
            }
        }

        private static Placed placed(String data) throws IOException {
            try {
                return PLACED.decode(Bytes.wrap(Base64.getDecoder().decode(data)));
            } catch (IllegalArgumentException | MalformedException e) {
                throw new IOException("an event cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
