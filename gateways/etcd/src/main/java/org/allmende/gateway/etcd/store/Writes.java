package org.allmende.gateway.etcd.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Codec;

/**
 * Gathers operations that arrive together into one signed transaction, a group each: the first one travels at once, those
 * that arrive within {@link #GATHER} of it share the next, and the more transactions are under way, the longer one waits
 * for company: each costs every node a signature's verification and more, however much it holds. An operation given after another one's answer is ordered after
 * it, for that one has been applied. Any thread.
 */
public final class Writes {
    /** How long a transaction waits for further operations after the one before it was sent. */
    public static final Duration GATHER = Duration.ofMillis(10);

    /** As many transactions may be under way before the next one waits longer. */
    static final int UNDER_WAY_FREE = 4;

    /** How many times {@link #GATHER} one waits at most. */
    static final int GATHER_TIMES_MAX = 5;

    /** Operations that wait to be sent or answered; above, etcd's "too many requests". */
    static final int WAITING_MAX = 20_000;

    /** Room in a transaction for operations: what is signed besides them takes far less than the rest. */
    static final int BYTES_MAX = Limits.TRANSACTION_BYTES_MAX - 1_024;

    /** Sends transactions and says what came of each of their operations. */
    public interface Sender {
        /** @return one for each operation; fails as {@link Store#write} does */
        CompletableFuture<List<Written>> send(List<CoordinationOperation> operations);
    }

    private record Waiting(CoordinationOperation operation, int bytes, CompletableFuture<Written> answer) {}

    private final Sender sender;
    private final Codec<CoordinationOperation> codec;
    private final Executor answering;
    private final Queue<Waiting> gathering = new ArrayDeque<>();
    private int waiting;
    private int underWay;
    private boolean closing;
    private boolean scheduled;
    private long lastSentNanos = System.nanoTime() - GATHER.toNanos();

    /** @param answering where answers are given, so that who computes them is not held up by who waits */
    public Writes(Sender sender, Codec<CoordinationOperation> codec, Executor answering) {
        this.sender = sender;
        this.codec = codec;
        this.answering = answering;
    }

    /** Has it sent; completes as {@link Store#write} does. */
    public CompletableFuture<Written> add(CoordinationOperation operation) {
        Waiting added = new Waiting(operation, codec.encode(operation).length() + Integer.BYTES, new CompletableFuture<>());
        long waitNanos;
        synchronized (this) {
            if (closing) {
                return CompletableFuture.failedFuture(new UnavailableException(
                        Cause.CLOSED, "this gateway is being closed: ask another one"));
            }
            if (waiting >= WAITING_MAX) {
                return CompletableFuture.failedFuture(new UnavailableException(
                        Cause.TOO_MANY, WAITING_MAX + " requests wait already: send fewer at a time"));
            }
            waiting++;
            gathering.add(added);
            if (scheduled) {
                return added.answer();
            }
            scheduled = true;
            waitNanos = lastSentNanos + gatherNanos(underWay) - System.nanoTime();
        }
        if (waitNanos <= 0) {
            sendGathered();
        } else {
            CompletableFuture.delayedExecutor(waitNanos, TimeUnit.NANOSECONDS, answering)
                    .execute(this::sendGathered);
        }
        return added.answer();
    }

    /** @param underWay transactions that were sent and have no answer yet */
    static long gatherNanos(int underWay) {
        double times = Math.clamp((double) underWay / UNDER_WAY_FREE, 1, GATHER_TIMES_MAX);
        return (long) (times * GATHER.toNanos());
    }

    synchronized int underWay() {
        return underWay;
    }

    /** Nothing more is taken; what was is still answered. */
    public synchronized void close() {
        closing = true;
    }

    private void sendGathered() {
        for (List<Waiting> batch = next(); !batch.isEmpty(); batch = next()) {
            send(batch);
        }
    }

    /** What goes into one transaction; empty when nothing is left, and the next to come begins anew. */
    private synchronized List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        int bytes = 0;
        while (!gathering.isEmpty() && batch.size() < Limits.TRANSACTION_GROUPS_MAX) {
            bytes += gathering.element().bytes();
            if (bytes > BYTES_MAX && !batch.isEmpty()) {
                break;
            }
            batch.add(gathering.remove());
        }
        if (batch.isEmpty()) {
            scheduled = false;
        } else {
            underWay++;
        }
        lastSentNanos = System.nanoTime();
        return batch;
    }

    private void send(List<Waiting> batch) {
        CompletableFuture<List<Written>> sent;
        try {
            sent = sender.send(batch.stream().map(Waiting::operation).toList());
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        var _ = sent.whenCompleteAsync((written, failure) -> answer(batch, written, failure), answering);
    }

    @SuppressWarnings("NullAway") // a completed future has one of the two
    private void answer(List<Waiting> batch, List<Written> written, Throwable failure) {
        synchronized (this) {
            waiting -= batch.size();
            underWay--;
        }
        for (int i = 0; i < batch.size(); i++) {
            if (failure == null) {
                batch.get(i).answer().complete(written.get(i));
            } else {
                batch.get(i).answer().completeExceptionally(failure);
            }
        }
    }
}
