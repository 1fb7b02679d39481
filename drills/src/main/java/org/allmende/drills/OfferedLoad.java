package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.allmende.client.NetworkSchema;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.port.Batch;
import org.allmende.ledger.port.BatchAnswer;
import org.allmende.ledger.port.BatchAnswer.Submitted;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Transactions offered at a fixed rate, whatever becomes of those before (an open loop: a slow network is not spared),
 * to all nodes in turn. Those due within the same few milliseconds at one node travel together. Each is waited for
 * until its receipt is there, and its time counts from when it was due.
 */
final class OfferedLoad implements AutoCloseable {
    private static final Codec<Batch> BATCHES = NetworkSchema.SCHEMA.codec(Batch.class);
    private static final Codec<BatchAnswer> ANSWERS = NetworkSchema.SCHEMA.codec(BatchAnswer.class);

    /** More than this many under way is a network that does not keep up: the rest is not offered any more. */
    private static final int UNDER_WAY_MAX = 10_000;

    /** How long the first of a batch waits for others. */
    private static final long GATHER_NANOS = 10_000_000;

    /** After the last was due, receipts count for this long. */
    static final int LATE_SECONDS = 1;

    private static final int BATCH_BYTES_MAX = 1024 * 1024;
    private static final int FAILURES_TOLD_MAX = 5;

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
     * @param appliedInTime of them, whose receipts were there {@value #LATE_SECONDS} s after the last was due: that one may
     *     take its time too, and a pause that happens to fall there is no sign of a backlog
     * @param countedSeconds from the first offer to then
     * @param seconds from the first offer to the last receipt
     * @param millis from the time each was due to its receipt, ascending; only of the applied
     * @param failures of the others, a few of them in words
     */
    @SuppressWarnings("ArrayRecordComponent") // as many boxed numbers would be waste
    record Run(
            int offered,
            int applied,
            int appliedInTime,
            double countedSeconds,
            double seconds,
            double[] millis,
            List<String> failures) {
        double quantile(double share) {
            return Acknowledgements.quantile(share, millis);
        }

        /** Over the whole time that counts, in the last second of which nothing was offered any more. */
        double appliedPerSecond() {
            return appliedInTime / countedSeconds;
        }
    }

    Run run(List<Bytes> transactions, double perSecond) throws InterruptedException {
        return new Offering(transactions, perSecond).run();
    }

    /** One run: transaction number i is due i/rate seconds after the start, at node i modulo their count. */
    private final class Offering {
        private final List<Bytes> transactions;
        private final double perSecond;
        private final double[] millis;
        private final List<String> failures = new ArrayList<>();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger inTime = new AtomicInteger();
        private final List<Thread> threads = new ArrayList<>();
        private final long start = System.nanoTime() + 1_000_000;

        Offering(List<Bytes> transactions, double perSecond) {
            this.transactions = transactions;
            this.perSecond = perSecond;
            this.millis = new double[transactions.size()];
            Arrays.fill(millis, Double.NaN);
        }

        Run run() throws InterruptedException {
            int next = 0;
            while (next < transactions.size() && underWay.get() < UNDER_WAY_MAX) {
                await(due(next) + GATHER_NANOS);
                List<List<Integer>> batches = new ArrayList<>();
                nodes.forEach(node -> batches.add(new ArrayList<>()));
                long now = System.nanoTime();
                int bytes = 0;
                while (next < transactions.size() && due(next) <= now && bytes < BATCH_BYTES_MAX) {
                    batches.get(next % nodes.size()).add(next);
                    bytes += transactions.get(next).length();
                    next++;
                }
                for (int node = 0; node < nodes.size(); node++) {
                    offer(node, batches.get(node));
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            close(); // a node ends what is idle for long, and the next run must not find out by failing
            double[] applied = Arrays.stream(millis).filter(each -> !Double.isNaN(each)).sorted().toArray();
            return new Run(
                    transactions.size(),
                    applied.length,
                    inTime.get(),
                    transactions.size() / perSecond + LATE_SECONDS,
                    seconds,
                    applied,
                    failures);
        }

        private long due(int number) {
            return start + (long) (number * 1e9 / perSecond);
        }

        private static void await(long nanoTime) {
            for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        private void offer(int node, List<Integer> numbers) {
            if (numbers.isEmpty()) {
                return;
            }
            underWay.addAndGet(numbers.size());
            threads.add(Thread.startVirtualThread(() -> {
                submit(node, numbers);
                underWay.addAndGet(-numbers.size());
            }));
        }

        private void submit(int node, List<Integer> numbers) {
            LoadConnection connection = null;
            try {
                connection = idle.get(node).pollFirst();
                if (connection == null) {
                    connection = new LoadConnection(nodes.get(node));
                }
                List<Bytes> signed = numbers.stream().map(transactions::get).toList();
                LoadConnection.Reply reply = connection.submit(BATCHES.encode(new Batch(signed)));
                idle.get(node).addFirst(connection);
                if (reply.status() == 200) {
                    settle(numbers, ANSWERS.decode(reply.body()).transactions());
                } else {
                    failed("status " + reply.status());
                }
            } catch (IOException | MalformedException e) {
                closeQuietly(connection);
                failed(String.valueOf(e));
            }
        }

        private void settle(List<Integer> numbers, List<Submitted> submitted) {
            long now = System.nanoTime();
            for (int i = 0; i < submitted.size(); i++) {
                if (isApplied(submitted.get(i))) {
                    millis[numbers.get(i)] = (now - due(numbers.get(i))) / 1e6;
                    if (now <= due(transactions.size()) + TimeUnit.SECONDS.toNanos(LATE_SECONDS)) {
                        inTime.incrementAndGet();
                    }
                } else {
                    failed("not applied: " + submitted.get(i));
                }
            }
        }

        private static boolean isApplied(Submitted submitted) {
            return submitted instanceof Submitted.Settled settled
                    && settled.answer() instanceof Answer.Applied applied
                    && applied.receipt().outcomes().stream().allMatch(GroupOutcome.Applied.class::isInstance);
        }

        private void failed(String why) {
            synchronized (failures) {
                if (failures.size() < FAILURES_TOLD_MAX) {
                    failures.add(why);
                }
            }
        }
    }

    @Override
    public void close() {
        for (Deque<LoadConnection> each : idle) {
            each.forEach(OfferedLoad::closeQuietly);
            each.clear();
        }
    }

    private static void closeQuietly(@Nullable LoadConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            // Nothing is expected of it any more.
        }
    }
}
