package org.allmende.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream that goes on at another node when its node ends, falls silent, or refuses. One virtual thread reads, others
 * take; a slow taker makes the reader wait, never forget.
 */
final class Following<T> implements AutoCloseable {
    private static final int WAITING_MAX = 64;
    private static final long PAUSE_MILLIS_MIN = 50;
    private static final long PAUSE_MILLIS_MAX = 2_000;

    /** What is followed and how far it has come. Used by the reading thread alone. */
    interface Course<T> {
        /** The path that goes on after the last message taken. */
        String target();

        /**
         * What a message brings, if anything.
         *
         * @throws EndedException when the stream is over, at every node
         * @throws IOException when this node talks nonsense
         */
        Optional<T> take(EventStreamReader.Message message) throws IOException, EndedException;
    }

    /** No node can go on. */
    static final class EndedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final IOException why;

        EndedException(IOException why) {
            super(why);
            this.why = why;
        }
    }

    /** A value; or, last of all, the end. */
    private record Item<T>(@Nullable T value, @Nullable IOException end) {}

    private final ClientSettings settings;
    private final List<NodeLink> nodes;
    private final NetworkPin pin;
    private final Course<T> course;
    private final BlockingQueue<Item<T>> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread reader = Thread.ofVirtual().name("follows a stream").unstarted(this::read);
    private volatile Optional<String> trouble = Optional.of("not connected yet");
    private boolean everStreamed;

    Following(ClientSettings settings, Nodes nodes, NetworkPin pin, Course<T> course) {
        this.settings = settings;
        this.nodes = nodes.inOrder();
        this.pin = pin;
        this.course = course;
    }

    Following<T> start() {
        reader.start();
        return this;
    }

    /** The next value, or empty when there is none in time. */
    Optional<T> next(long patience, TimeUnit unit) throws IOException, InterruptedException {
        Item<T> item = waiting.poll(patience, unit);
        if (item == null) {
            return Optional.empty();
        }
        if (item.end() != null) {
            waiting.add(item); // for whoever asks again
            throw item.end();
        }
        return Optional.ofNullable(item.value());
    }

    /** Why nothing may be coming; empty while a node streams. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        reader.interrupt();
    }

    private void read() {
        IOException end;
        try {
            followEverywhere();
            end = new IOException("this stream was closed");
        } catch (EndedException e) {
            end = e.why;
        } catch (InterruptedException e) {
            waiting.clear(); // nobody wants them
            end = new IOException("this stream was closed");
        } catch (RuntimeException | Error e) {
            end = new IOException("following a stream failed: " + e, e);
        }
        putEnd(end);
    }

    private void followEverywhere() throws EndedException, InterruptedException {
        long pauseMillis = PAUSE_MILLIS_MIN;
        int inVain = 0;
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            boolean streamed = follow(nodes.get(i % nodes.size()));
            inVain = streamed ? 0 : inVain + 1;
            pauseMillis = streamed ? PAUSE_MILLIS_MIN : pauseMillis;
            if (inVain > 0 && inVain % nodes.size() == 0) {
                Thread.sleep(pauseMillis);
                pauseMillis = Math.min(PAUSE_MILLIS_MAX, 2 * pauseMillis);
            }
        }
        throw new InterruptedException();
    }

    /** @return whether the node streamed anything before it ended */
    private boolean follow(NodeLink node) throws EndedException, InterruptedException {
        boolean streamed = false;
        long deadlineNanos = System.nanoTime() + settings.connectPatience().toNanos();
        try {
            pin.check(node, deadlineNanos);
            try (EventStreamReader stream = open(node, deadlineNanos)) {
                while (true) {
                    Optional<T> value = course.take(stream.next());
                    streamed = true;
                    everStreamed = true;
                    trouble = Optional.empty();
                    if (value.isPresent()) {
                        waiting.put(new Item<>(value.get(), null));
                    }
                }
            }
        } catch (RefusedException e) {
            // At first the request is wrong; later the node may only be behind. What is compacted stays so.
            if (!e.isPassing() && (!everStreamed || e.status() == 410)) {
                throw new EndedException(e);
            }
            trouble = Optional.of(node + ": " + e.getMessage());
        } catch (IOException e) {
            trouble = Optional.of(node + ": " + e.getMessage());
        }
        return streamed;
    }

    private EventStreamReader open(NodeLink node, long deadlineNanos) throws IOException {
        return node.stream(HttpCall.events(course.target()), deadlineNanos, settings.quietPatience());
    }

    /** Behind what waits, however long that takes; a taker that was there before sees it first. */
    private void putEnd(IOException end) {
        Item<T> last = new Item<>(null, end);
        boolean interrupted = Thread.interrupted();
        while (!waiting.offer(last)) {
            try {
                waiting.put(last);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                waiting.clear();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
