package org.allmende.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.RosterChainPage;
import org.allmende.ledger.roster.Roster;

/**
 * The newest roster that any of the nodes shows and that follows from the genesis: none of them is believed, and a node can
 * only keep one to itself. Looked for again now and then, while the client is used. Any thread.
 */
final class ProvenRoster {
    /** So long a change of the roster may go unnoticed. */
    static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Codec<RosterChainPage> PAGE = NetworkSchema.SCHEMA.codec(RosterChainPage.class);

    private final Genesis genesis;
    private final Nodes nodes;
    private final long patienceNanos;
    private final AtomicLong askedNanos = new AtomicLong(System.nanoTime());
    private volatile Roster newest;

    ProvenRoster(Genesis genesis, Nodes nodes, long patienceNanos) {
        this.genesis = genesis;
        this.nodes = nodes;
        this.patienceNanos = patienceNanos;
        this.newest = Roster.of(genesis);
    }

    Roster newest() {
        return newest;
    }

    /** Looks for it beside whoever calls this, when the last look was long ago. */
    void refreshSometimes() {
        long last = askedNanos.get();
        if (System.nanoTime() - last >= AGAIN_NANOS && askedNanos.compareAndSet(last, System.nanoTime())) {
            Thread.ofVirtual().name("rosters").start(() -> {
                try {
                    refresh();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** Asks all nodes at once. Those that do not answer, or show what does not follow, are passed over. */
    void refresh() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + patienceNanos;
        List<Future<Roster>> asked = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (NodeLink node : nodes.inOrder()) {
                asked.add(executor.submit(() -> shown(node, deadlineNanos)));
            }
            for (Future<Roster> each : asked) {
                try {
                    take(each.get());
                } catch (ExecutionException e) {
                    // The others are enough.
                }
            }
        }
    }

    private synchronized void take(Roster roster) {
        if (roster.epoch() > newest.epoch()) {
            newest = roster;
        }
    }

    private Roster shown(NodeLink node, long deadlineNanos) throws IOException, InterruptedException {
        RosterPages pages = target -> node.call(HttpCall.get(target), deadlineNanos).decode(PAGE);
        return NetworkClient.proved(genesis, pages.all(Consistency.LOCAL)).newest();
    }
}
