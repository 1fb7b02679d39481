package org.allmende.gateway.etcd.differential;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Pairs without any past, one after the other: while one is used the next one starts. */
final class Pairs implements AutoCloseable {
    private final Path dir;
    private CompletableFuture<Pair> next;

    Pairs(Path dir) {
        this.dir = dir;
        this.next = start();
    }

    private CompletableFuture<Pair> start() {
        return CompletableFuture.supplyAsync(() -> Pair.start(dir), Pair.THREADS);
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
