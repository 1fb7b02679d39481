package org.allmende.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.ledger.port.NodeStatus;

/**
 * How far a network and one of its keyspaces have come, by what so many nodes say that one of them is honest. Asks every
 * node in a thread of its own, from {@link #start} on until it is closed. Any thread.
 */
public final class VouchedProgress implements AutoCloseable {
    /** How long a node is asked to wait for a new height. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);
    private static final long STATUS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final VouchedClient client;
    private final String keyspace;
    private final Map<URI, Heard> heard = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private At now = new At(0, 0, 0, System.nanoTime());
    private boolean closed;

    /**
     * How far they are.
     *
     * @param height the last one that is known to have been applied
     * @param timeMillis agreed time, in milliseconds since 1970
     * @param revision the last one of the keyspace that is known; 0: none
     * @param sinceNanos when this process first heard of this time, as {@link System#nanoTime}
     */
    public record At(long height, long timeMillis, long revision, long sinceNanos) {}

    /** What one node said last; empty: it does not answer. */
    private record Heard(Optional<ReadsAnswer> progress, Optional<NodeStatus> status, String fault) {}

    public VouchedProgress(VouchedClient client, String keyspace) {
        this.client = client;
        this.keyspace = keyspace;
        client.nodes().forEach(node -> heard.put(node, new Heard(Optional.empty(), Optional.empty(), "not asked yet")));
    }

    /** Begins to ask. Called once. */
    public void start() {
        for (URI node : client.nodes()) {
            threads.add(Thread.ofVirtual().name("follows " + node).start(() -> follow(node)));
        }
    }

    private void follow(URI node) {
        long height = 0;
        long statusNanos = System.nanoTime() - STATUS_EVERY_NANOS;
        try {
            while (!isClosed()) {
                try {
                    if (System.nanoTime() - statusNanos >= STATUS_EVERY_NANOS) {
                        statusNanos = System.nanoTime();
                        hear(node, client.status(node));
                    }
                    ReadsAnswer progress = client.progress(node, keyspace, height + 1, WAIT);
                    height = progress.height();
                    hear(node, progress);
                } catch (IOException e) {
                    fails(node, String.valueOf(e.getMessage()));
                    TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it was closed
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void hear(URI node, NodeStatus status) {
        heard.computeIfPresent(node, (_, last) -> new Heard(last.progress(), Optional.of(status), ""));
    }

    private synchronized void hear(URI node, ReadsAnswer progress) {
        heard.computeIfPresent(node, (_, last) -> new Heard(Optional.of(progress), last.status(), ""));
        advance(
                vouched(ReadsAnswer::height), vouched(ReadsAnswer::timeMillis), vouched(ReadsAnswer::revision));
    }

    private synchronized void fails(URI node, String fault) {
        heard.computeIfPresent(node, (_, last) -> new Heard(last.progress(), Optional.empty(), fault));
    }

    /** The highest number that so many nodes have reached that an honest one is among them. */
    private long vouched(ToLongFunction<ReadsAnswer> number) {
        List<Long> said = new ArrayList<>();
        heard.values().forEach(each -> each.progress().ifPresent(last -> said.add(number.applyAsLong(last))));
        if (said.size() < client.needed()) {
            return 0;
        }
        said.sort(Collections.reverseOrder());
        return said.get(client.needed() - 1);
    }

    /** Notes what a receipt has told: the keyspace was at this revision at this height, as enough nodes say. */
    public synchronized void reached(long height, long revision) {
        advance(height, now.timeMillis(), revision);
    }

    private void advance(long height, long timeMillis, long revision) {
        if (height > now.height() || timeMillis > now.timeMillis() || revision > now.revision()) {
            now = new At(
                    Math.max(height, now.height()),
                    Math.max(timeMillis, now.timeMillis()),
                    Math.max(revision, now.revision()),
                    timeMillis > now.timeMillis() ? System.nanoTime() : now.sinceNanos());
            notifyAll();
        }
    }

    /** What is known now; at height 0: nothing yet. */
    public synchronized At now() {
        return now;
    }

    /** What is known once it is above this height, or when the time is over. */
    public synchronized At above(long height, Duration patience) throws InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        while (now.height() <= height && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return now;
    }

    /** What each node last said of itself, in the order in which they were named; empty for one that does not answer. */
    public synchronized Map<URI, Optional<NodeStatus>> statuses() {
        Map<URI, Optional<NodeStatus>> statuses = new LinkedHashMap<>();
        heard.forEach((node, last) -> statuses.put(node, last.status()));
        return statuses;
    }

    /** Why a node gives no answer; empty when it does. */
    public synchronized String fault(URI node) {
        Heard last = heard.get(node);
        return last == null ? "it was not named" : last.fault();
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        notifyAll();
    }
}
