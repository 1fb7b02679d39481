package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.allmende.client.NetworkSchema;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;

/**
 * Transactions offered at a fixed rate, whatever becomes of those before (an open loop: a slow network is not spared),
 * to all nodes in turn. Each is waited for until its receipt is there.
 */
final class OfferedLoad implements AutoCloseable {
    private static final Codec<Answer> ANSWERS = NetworkSchema.SCHEMA.codec(Answer.class);

    /** More than this many under way is a network that does not keep up: the rest is not offered any more. */
    private static final int UNDER_WAY_MAX = 10_000;

    private final List<URI> nodes;
    private final List<Deque<LoadConnection>> idle = new ArrayList<>();

    OfferedLoad(List<URI> nodes) {
        this.nodes = List.copyOf(nodes);
        nodes.forEach(node -> idle.add(new ConcurrentLinkedDeque<>()));
    }

    /**
     * What came of one run.
     *
     * @param offered transactions
     * @param applied of them, with all groups applied
     * @param seconds from the first offer to the last receipt
     * @param millis from the time each was due to its receipt, ascending; only of the applied
     * @param failures of the others, a few of them in words
     */
    @SuppressWarnings("ArrayRecordComponent") // as many boxed numbers would be waste
    record Run(int offered, int applied, double seconds, double[] millis, List<String> failures) {
        double quantile(double share) {
            return Acknowledgements.quantile(share, millis);
        }

        double appliedPerSecond() {
            return applied / seconds;
        }
    }

    Run run(List<Bytes> transactions, double perSecond) throws InterruptedException {
        double[] millis = new double[transactions.size()];
        Arrays.fill(millis, Double.NaN);
        List<String> failures = new ArrayList<>();
        AtomicInteger underWay = new AtomicInteger();
        long start = System.nanoTime() + 1_000_000;
        List<Thread> threads = new ArrayList<>(transactions.size());
        for (int i = 0; i < transactions.size() && underWay.get() < UNDER_WAY_MAX; i++) {
            long due = start + (long) (i * 1e9 / perSecond);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int number = i;
            underWay.incrementAndGet();
            threads.add(Thread.startVirtualThread(() -> {
                String failure = submit(number % nodes.size(), transactions.get(number));
                underWay.decrementAndGet();
                if (failure.isEmpty()) {
                    millis[number] = (System.nanoTime() - due) / 1e6;
                } else {
                    synchronized (failures) {
                        if (failures.size() < 5) {
                            failures.add(failure);
                        }
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        close(); // a node ends what is idle for long, and the next run must not find out by failing
        double[] applied = Arrays.stream(millis).filter(each -> !Double.isNaN(each)).sorted().toArray();
        return new Run(transactions.size(), applied.length, seconds, applied, failures);
    }

    /** @return why it failed; empty: it was applied */
    private String submit(int node, Bytes signed) {
        LoadConnection connection = null;
        try {
            connection = idle.get(node).pollFirst();
            if (connection == null) {
                connection = new LoadConnection(nodes.get(node));
            }
            LoadConnection.Reply reply = connection.submit(signed);
            idle.get(node).addFirst(connection);
            if (reply.status() != 200) {
                return "status " + reply.status();
            }
            boolean applied = ANSWERS.decode(reply.body()) instanceof Answer.Applied(long height, var receipt)
                    && receipt.outcomes().stream().allMatch(GroupOutcome.Applied.class::isInstance);
            return applied ? "" : "not applied: " + ANSWERS.decode(reply.body());
        } catch (IOException | MalformedException e) {
            closeQuietly(connection);
            return String.valueOf(e);
        }
    }

    @Override
    public void close() {
        for (Deque<LoadConnection> each : idle) {
            each.forEach(OfferedLoad::closeQuietly);
            each.clear();
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable LoadConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            // Nothing is expected of it any more.
        }
    }
}
