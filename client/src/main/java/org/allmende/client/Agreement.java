package org.allmende.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.allmende.client.Race.LostException;
import org.jspecify.annotations.Nullable;

/**
 * The same request to several nodes, until enough of them have said the same: as many at once as are needed, a further one
 * whenever one failed or said something else, and whenever all were silent for a while. What still runs is interrupted.
 */
final class Agreement<T> {
    private final List<NodeLink> nodes;
    private final int needed;
    private final long deadlineNanos;
    private final Function<T, Object> said;
    private final Race.Leg<T> leg;
    private final BlockingQueue<Finish<T>> finishes = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Object, List<Finish<T>>> bySaid = new LinkedHashMap<>();
    private final Map<NodeLink, IOException> failures = new LinkedHashMap<>();
    private int running;
    private boolean waitedLong;

    private Agreement(
            List<NodeLink> nodes, int needed, long deadlineNanos, Function<T, Object> said, Race.Leg<T> leg) {
        this.nodes = nodes;
        this.needed = needed;
        this.deadlineNanos = deadlineNanos;
        this.said = said;
        this.leg = leg;
    }

    private record Finish<T>(NodeLink node, @Nullable T value, @Nullable Throwable fault) {}

    /**
     * What enough nodes said.
     *
     * @param alike their answers, which are the same by what was compared
     * @param contradicting nodes that said something else
     * @param failing nodes that failed, or were silent while others answered
     */
    record Agreed<T>(List<T> alike, List<NodeLink> contradicting, List<NodeLink> failing) {}

    /**
     * Runs it.
     *
     * @param needed how many must say the same
     * @param silence how long all may be silent before a further node is asked
     * @param deadlineNanos when to give up
     * @param said what of an answer is compared; has equals
     * @throws LostException when that many cannot come together any more, or the deadline passed
     */
    static <T> Agreed<T> run(
            List<NodeLink> nodes,
            int needed,
            Duration silence,
            long deadlineNanos,
            Function<T, Object> said,
            Race.Leg<T> leg)
            throws LostException, InterruptedException {
        Agreement<T> agreement = new Agreement<>(nodes, needed, deadlineNanos, said, leg);
        try {
            return agreement.run(silence.toNanos());
        } finally {
            agreement.threads.forEach(Thread::interrupt);
        }
    }

    private Agreed<T> run(long silenceNanos) throws LostException, InterruptedException {
        for (int i = 0; i < needed; i++) {
            startNext();
        }
        while (running > 0) {
            long left = deadlineNanos - System.nanoTime();
            boolean mayStart = threads.size() < nodes.size();
            Finish<T> finish = finishes.poll(mayStart ? Math.min(silenceNanos, left) : left, TimeUnit.NANOSECONDS);
            if (finish == null) {
                if (left <= silenceNanos || !mayStart) {
                    break;
                }
                waitedLong = true;
                startNext();
                continue;
            }
            running--;
            if (finish.value() == null) {
                failures.put(finish.node(), failure(finish));
            } else if (note(finish, finish.value()).size() >= needed) {
                return agreed(said.apply(finish.value()));
            }
            if (running + most() < needed) {
                startNext();
            }
        }
        throw new LostException(failuresAndContradictions());
    }

    /** Those that said the same, this one among them. */
    private List<Finish<T>> note(Finish<T> finish, T value) {
        List<Finish<T>> alike = bySaid.computeIfAbsent(said.apply(value), _ -> new ArrayList<>());
        alike.add(finish);
        return alike;
    }

    /** How many say the same at most. */
    private int most() {
        return bySaid.values().stream().mapToInt(List::size).max().orElse(0);
    }

    private Agreed<T> agreed(Object what) {
        List<NodeLink> answered = new ArrayList<>(failures.keySet());
        List<NodeLink> contradicting = new ArrayList<>();
        List<T> values = new ArrayList<>();
        bySaid.forEach((said, group) -> {
            for (Finish<T> each : group) {
                answered.add(each.node());
                if (said.equals(what)) {
                    values.add(Objects.requireNonNull(each.value()));
                } else {
                    contradicting.add(each.node());
                }
            }
        });
        List<NodeLink> failing = new ArrayList<>(failures.keySet());
        if (waitedLong) {
            nodes.subList(0, threads.size()).stream()
                    .filter(node -> !answered.contains(node))
                    .forEach(failing::add);
        }
        return new Agreed<>(values, contradicting, failing);
    }

    private Map<NodeLink, IOException> failuresAndContradictions() {
        Map<NodeLink, IOException> all = new LinkedHashMap<>(failures);
        bySaid.values().forEach(group -> group.forEach(each ->
                all.put(each.node(), new IOException("fewer than " + needed + " nodes say the same as this one"))));
        return all;
    }

    private void startNext() {
        if (threads.size() < nodes.size()) {
            NodeLink node = nodes.get(threads.size());
            running++;
            threads.add(Thread.ofVirtual().name("asks " + node).start(() -> finishes.add(finish(node))));
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
        if (finish.fault() instanceof IOException failure) {
            return failure;
        }
        throw new IllegalStateException("asking " + finish.node() + " failed", finish.fault());
    }
}
