package org.allmende.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.allmende.client.Following.EndedException;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;

/**
 * The changes of some keys, revision by revision: each once, in order and whole, whichever nodes come and go. Goes on
 * trying for ever; {@link #trouble} tells why nothing may be coming.
 */
public final class Watch implements AutoCloseable {
    private final Following<Changes> following;

    Watch(ClientSettings settings, Nodes nodes, NetworkPin pin, String keyspace, KeyRange keys, long from, boolean prevKv) {
        following = new Following<>(settings, nodes, pin, new History(keyspace, keys, from, prevKv)).start();
    }

    /**
     * What one revision did to the watched keys.
     *
     * @param height the height that the node had applied when it told
     */
    public record Changes(long revision, long height, List<KeyEvent> events) {
        public Changes {
            events = List.copyOf(events);
        }
    }

    /**
     * The next revision that changed one of the keys; waits for it.
     *
     * @throws CompactedException when it was given up before it was read
     * @throws RefusedException when nodes refuse to watch this
     * @throws IOException when the watch is closed
     */
    public Changes next() throws IOException, InterruptedException {
        return following.next(Long.MAX_VALUE, TimeUnit.NANOSECONDS).orElseThrow();
    }

    /** As {@link #next}, or empty when there is none within this time. */
    public Optional<Changes> next(Duration patience) throws IOException, InterruptedException {
        return following.next(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Why nothing may be coming at the moment, for people; empty while a node streams. */
    public Optional<String> trouble() {
        return following.trouble();
    }

    /** Any thread; whoever waits in {@link #next} is told. */
    @Override
    public void close() {
        following.close();
    }

    /** The history of the keys, from a revision that only grows. */
    private static final class History implements Following.Course<Changes> {
        private static final Codec<HistoryAnswer> ANSWER = NetworkSchema.SCHEMA.codec(HistoryAnswer.class);

        private final String keyspace;
        private final KeyRange keys;
        private final boolean prevKv;
        private long next;

        History(String keyspace, KeyRange keys, long from, boolean prevKv) {
            this.keyspace = keyspace;
            this.keys = keys;
            this.prevKv = prevKv;
            this.next = from;
        }

        @Override
        public String target() {
            return KeyQueries.watch(keyspace, keys, next, prevKv);
        }

        @Override
        public Optional<Changes> take(EventStreamReader.Message message) throws IOException, EndedException {
            if (message.data().isEmpty()) {
                seenUpTo(message.id());
                return Optional.empty();
            }
            return switch (answer(message.data())) {
                case HistoryAnswer.Page page -> changes(page);
                case HistoryAnswer.Compacted compacted ->
                    throw new EndedException(new CompactedException(compacted.compactRevision()));
                case HistoryAnswer.Refused refused -> throw new EndedException(new RefusedException(
                        400,
                        refused.reason().name(),
                        "the watch was refused as of height " + refused.height(),
                        refused.reason().advice()));
            };
        }

        /** A node that has nothing for this watch says how far it looked: what is below need not be asked for again. */
        private void seenUpTo(Optional<String> id) throws IOException {
            if (id.isPresent()) {
                try {
                    next = Math.max(next, Math.addExact(Long.parseLong(id.get()), 1));
                } catch (NumberFormatException | ArithmeticException e) {
                    throw new IOException("the id '" + id.get() + "' is no revision", e);
                }
            }
        }

        private Optional<Changes> changes(HistoryAnswer.Page page) {
            long revision = page.nextRevision() - 1;
            if (page.events().isEmpty() || revision < next) {
                return Optional.empty();
            }
            next = page.nextRevision();
            return Optional.of(new Changes(revision, page.height(), page.events()));
        }

        private static HistoryAnswer answer(String data) throws IOException {
            try {
                return ANSWER.decode(Bytes.wrap(Base64.getDecoder().decode(data)));
            } catch (IllegalArgumentException | MalformedException e) {
                throw new IOException("a message of a watch cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
