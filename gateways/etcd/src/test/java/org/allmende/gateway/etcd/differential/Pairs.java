package org.allmende.gateway.etcd.differential;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.allmende.gateway.etcd.SoloNode;

/** Pairs without any past, one after the other: while one is used the next one starts. */
final class Pairs implements AutoCloseable {
    private final Path dir;
    private final Pair.Starting starting;
    private CompletableFuture<Pair> next;

    Pairs(Path dir) {
        this(dir, SoloNode::start);
    }

    Pairs(Path dir, Pair.Starting starting) {
        this.dir = dir;
        this.starting = starting;
        this.next = start();
    }

    private CompletableFuture<Pair> start() {
        return CompletableFuture.supplyAsync(() -> Pair.start(dir, starting), Pair.THREADS);
    }

    /** Whoever takes it closes it. */
    Pair take() {
        Pair taken = next.join();
        next = start();
        return taken;
    }

    @Override
    public void close() {
        next.join().close();
    }
}
