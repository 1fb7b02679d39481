package org.allmende.gateway.etcd.differential;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.allmende.gateway.etcd.SoloNode;

/** etcd and the gateway, both without any past. */
final class Pair implements AutoCloseable {
    /** Not those of the JDK's common pool, which the node checks signatures with: they would wait for each other. */
    static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    final EtcdProcess etcd;
    final SoloNode node;
    private final Path dir;

    private Pair(Path dir, EtcdProcess etcd, SoloNode node) {
        this.dir = dir;
        this.etcd = etcd;
        this.node = node;
    }

    /** How the gateway's side is begun. */
    interface Starting {
        SoloNode in(Path dir) throws IOException;
    }

    static Pair start(Path dir) {
        return start(dir, SoloNode::start);
    }

    /** @param dir under which each gets a folder of its own */
    static Pair start(Path dir, Starting starting) {
        try {
            Path own = Files.createTempDirectory(dir, "pair");
            CompletableFuture<EtcdProcess> etcd =
                    CompletableFuture.supplyAsync(() -> EtcdProcess.start(own.resolve("etcd")), THREADS);
            SoloNode node = starting.in(Files.createDirectory(own.resolve("node")));
            return new Pair(own, etcd.join(), node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Difference> run(List<Step> steps, ClientInterceptor... onOurs) {
        Channel ours = ClientInterceptors.intercept(node.channel, onOurs);
        return new Run(new Side(etcd.channel), new Side(ours)).of(steps);
    }

    @Override
    public void close() {
        etcd.close();
        node.close();
        Discard.folder(dir);
    }
}
