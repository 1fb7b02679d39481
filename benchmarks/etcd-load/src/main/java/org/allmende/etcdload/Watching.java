package org.allmende.etcdload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many watches, each of a key of its own, and clients that put these keys: how long from a put's being sent to its being
 * told, and whether every one is told.
 */
final class Watching {
    private static final long PATIENCE_SECONDS = 120;

    private final Connections connections;
    private final int watches;
    private final Tally told;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final CountDownLatch created;
    private final List<Watch.Watcher> open = new ArrayList<>();

    Watching(Connections connections, int watches, Tally told) {
        this.connections = connections;
        this.watches = watches;
        this.told = told;
        this.created = new CountDownLatch(watches);
    }

    /** Returns when all of them are open. */
    void open() throws InterruptedException {
        WatchOption option = WatchOption.builder().withCreateNotify(true).build();
        for (int i = 0; i < watches; i++) {
            open.add(connections.watches(i).watch(Connections.key("watched/", i), option, response -> {
                if (response.isCreatedNotify()) {
                    created.countDown();
                }
                response.getEvents().forEach(event -> {
                    events.incrementAndGet();
                    told.done(Long.parseLong(event.getKeyValue().getValue().toString(UTF_8)));
                });
            }));
        }
        if (!created.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(created.getCount() + " of " + watches
                    + " watches could not be opened: is the server up, and does it allow as many streams?");
        }
    }

    /** Puts the next key, with the time of its sending. */
    CompletableFuture<?> put() {
        int number = Math.floorMod(turn.incrementAndGet(), watches);
        ByteSequence now = ByteSequence.from(Long.toString(System.nanoTime()), UTF_8);
        return connections.put(Connections.key("watched/", number), now)
                .thenAccept(done -> acknowledged.incrementAndGet());
    }

    /** Puts that were acknowledged and have not been told; waits for them a while. */
    long missed() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (events.get() < acknowledged.get() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Math.max(0, acknowledged.get() - events.get());
    }
}
