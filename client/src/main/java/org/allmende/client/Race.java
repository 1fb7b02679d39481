package org.allmende.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The same request to several nodes: to the first ones at once, to a further one whenever one failed, and whenever all
 * were silent for a while. The first answer ends it; what still runs is interrupted.
 */
final class Race<T> {
    /** What is done at one node, in a thread of its own. */
    interface Leg<T> {
        T run(NodeLink node, long deadlineNanos) throws IOException;
    }

    private final List<NodeLink> nodes;
    private final long deadlineNanos;
    private final Leg<T> leg;
    private final BlockingQueue<Finish<T>> finishes = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private int running;

    private Race(List<NodeLink> nodes, long deadlineNanos, Leg<T> leg) {
        this.nodes = nodes;
        this.deadlineNanos = deadlineNanos;
        this.leg = leg;
    }

    /**
     * How one leg ended: with a value, or a fault.
     *
     * @param fault an {@link IOException}, or a bug
     */
    private record Finish<T>(NodeLink node, @Nullable T value, @Nullable Throwable fault) {}

    /** The first answer, and whose it is. */
    record Won<T>(NodeLink node, T value) {}

    /** No node gave an answer; what each of those that ended said, in that order. */
    static final class LostException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Map<NodeLink, IOException> failures;

        LostException(Map<NodeLink, IOException> failures) {
            super(failures.entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue().getMessage())
                    .collect(Collectors.joining("; ")));
            this.failures = failures;
        }

        List<IOException> failures() {
            return List.copyOf(failures.values());
        }
    }

    /**
     * Runs it.
     *
     * @param atOnce how many nodes are asked from the start
     * @param silence how long all may be silent before a further node is asked
     * @param deadlineNanos when to give up
     * @param ends which failures are answers for all nodes: thrown as they are
     * @throws LostException when all failed, or the deadline passed
     */
    static <T> Won<T> run(
            List<NodeLink> nodes, int atOnce, Duration silence, long deadlineNanos, Predicate<IOException> ends, Leg<T> leg)
            throws LostException, IOException, InterruptedException {
        Race<T> race = new Race<>(nodes, deadlineNanos, leg);
        try {
            return race.run(atOnce, silence.toNanos(), ends);
        } finally {
            race.threads.forEach(Thread::interrupt);
        }
    }

    private Won<T> run(int atOnce, long silenceNanos, Predicate<IOException> ends)
            throws LostException, IOException, InterruptedException {
        Map<NodeLink, IOException> failures = new LinkedHashMap<>();
        for (int i = 0; i < atOnce; i++) {
            startNext();
        }
        while (running > 0) {
            long left = deadlineNanos - System.nanoTime();
            boolean mayStart = threads.size() < nodes.size();
            Finish<T> finish =
                    finishes.poll(mayStart ? Math.min(silenceNanos, left) : left, TimeUnit.NANOSECONDS);
            if (finish == null) {
                if (left <= silenceNanos || !mayStart) {
                    throw new LostException(failures);
                }
                startNext();
                continue;
            }
            running--;
            if (finish.value() != null) {
                return new Won<>(finish.node(), finish.value());
            }
            IOException failure = failure(finish);
            if (ends.test(failure)) {
                throw failure;
            }
            failures.put(finish.node(), failure);
            startNext();
        }
        throw new LostException(failures);
    }

    private void startNext() {
        if (threads.size() < nodes.size()) {
            NodeLink node = nodes.get(threads.size());
            running++;
            threads.add(AskingThreads.FACTORY.newThread(() -> finishes.add(finish(node))));
            threads.getLast().start();
        }
    }

    private Finish<T> finish(NodeLink node) {
        try {
            return new Finish<>(node, leg.run(node, deadlineNanos), null);
        } catch (IOException | RuntimeException | Error e) {
            return new Finish<>(node, null, e);
        }
    }

    private static IOException failure(Finish<?> finish) {
        return Optional.ofNullable(finish.fault())
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .orElseThrow(() -> new IllegalStateException("asking " + finish.node() + " failed", finish.fault()));
    }
}
