package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Settlement;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.Summary;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.transaction.Group;

/**
 * Clients that write keys of their own and read them back, each beginning at another node, until they are stopped.
 * What they believe to be written is noted the moment they believe it.
 */
final class Workload implements AutoCloseable {
    static final String KEYSPACE = "default";

    /** Every so many writes a client reads its last one back, linearizably, from whatever node answers. */
    private static final int READ_EVERY = 5;

    private final Acknowledgements acknowledged = new Acknowledgements();
    private final ConcurrentLinkedQueue<String> staleReads = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();

    private Workload() {}

    /**
     * Starts the clients.
     *
     * @param prefix of all their keys; another for each workload on one network
     * @param writesPerSecond of all clients together; 0: each as fast as its receipts come
     */
    static Workload start(Keys keys, List<URI> nodes, int clients, double writesPerSecond, String prefix) {
        Workload workload = new Workload();
        for (int i = 0; i < clients; i++) {
            List<URI> inItsOrder = new ArrayList<>(nodes);
            Collections.rotate(inItsOrder, -i % nodes.size());
            String name = prefix + "/" + i;
            long pauseNanos = writesPerSecond == 0 ? 0 : (long) (1e9 * clients / writesPerSecond);
            long firstNanos = System.nanoTime() + pauseNanos * i / clients;
            workload.clients.add(Thread.ofPlatform()
                    .name("client " + i)
                    .start(() -> workload.run(keys, inItsOrder, name, firstNanos, pauseNanos)));
        }
        return workload;
    }

    Acknowledgements acknowledged() {
        return acknowledged;
    }

    /** Reads that did not show what had been acknowledged to the reader before; each a sentence. */
    List<String> staleReads() {
        return List.copyOf(staleReads);
    }

    /** Clients that ended by a bug of ours. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    long reads() {
        return reads.get();
    }

    private void run(Keys keys, List<URI> nodes, String name, long firstNanos, long pauseNanos) {
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(nodes))) {
            long dueNanos = firstNanos;
            for (int number = 0; !stopped.get(); number++) {
                dueNanos = Math.max(dueNanos + pauseNanos, System.nanoTime() - pauseNanos);
                while (!stopped.get() && System.nanoTime() < dueNanos) {
                    LockSupport.parkNanos(dueNanos - System.nanoTime());
                }
                String key = name + "/" + number;
                if (write(client, keys, key, "value of " + key) && number % READ_EVERY == 0) {
                    read(client, key, "value of " + key);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | MalformedException e) {
            faults.add(name + ": " + e);
        }
    }

    /** Whether it was acknowledged. A client that cannot reach anybody tries again with its next write. */
    private boolean write(NetworkClient client, Keys keys, String key, String value)
            throws InterruptedException, MalformedException {
        PutRequest put = PutRequest.of(Bytes.utf8(key), Bytes.utf8(value));
        long sent = System.nanoTime();
        try {
            Settlement settlement = client.submit(keys, Group.of(new CoordinationOperation.Put(KEYSPACE, put)));
            if (settlement instanceof Settlement.Applied applied) {
                var receipt = applied.receipt();
                if (!(receipt.outcomes().getFirst() instanceof GroupOutcome.Applied(List<Bytes> summaries))) {
                    throw new IllegalStateException("a put was refused: " + receipt.outcomes());
                }
                acknowledged.add(new Acknowledgements.Write(
                        key,
                        value,
                        receipt.id().toString(),
                        receipt.height(),
                        receipt.position(),
                        Summary.decode(summaries.getFirst()).revision(),
                        sent,
                        System.nanoTime()));
                return true;
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private void read(NetworkClient client, String key, String value) throws InterruptedException {
        try {
            RangeAnswer.Found found =
                    client.range(KEYSPACE, RangeRequest.of(Bytes.utf8(key)), Consistency.LINEARIZABLE);
            reads.incrementAndGet();
            boolean there = found.result().keyValues().size() == 1
                    && found.result().keyValues().getFirst().value().equals(Bytes.utf8(value));
            if (!there) {
                staleReads.add("after its write was acknowledged, " + key + " was read at height " + found.height()
                        + " as " + found.result().keyValues());
            }
        } catch (IOException e) {
            // No node could answer; the gap between acknowledgements tells of that.
        }
    }

    /** Stops the clients, each after the write it waits for. Idempotent. */
    void stop() throws InterruptedException {
        stopped.set(true);
        for (Thread client : clients) {
            client.join(60_000);
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
