package org.allmende.gateway.etcd;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.allmende.gateway.etcd.cluster.ClusterService;
import org.allmende.gateway.etcd.cluster.MaintenanceService;
import org.allmende.gateway.etcd.kv.KvService;
import org.allmende.gateway.etcd.lease.LeaseService;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.watch.WatchService;

/** etcd's v3 interface in front of a {@link Store}. */
public final class EtcdGateway implements AutoCloseable {
    /** Bytes of a request that is read at all: etcd's limit of a request and what is around it. */
    private static final int MESSAGE_BYTES_MAX = 2 * 1_024 * 1_024;

    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(2);

    private final Store store;
    private final ExecutorService executor;
    private final WatchService watches;
    private final Server server;

    private EtcdGateway(Store store, ExecutorService executor, WatchService watches, Server server) {
        this.store = store;
        this.executor = executor;
        this.watches = watches;
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param store closed with the gateway
     * @throws IOException when it cannot listen there
     */
    public static EtcdGateway open(EtcdSettings settings, Store store) throws IOException {
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Headers headers = new Headers(store);
        WatchService watches = new WatchService(store, headers, executor, settings.progressInterval());
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(settings.bind(), settings.port()))
                .executor(executor)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new KvService(store, headers))
                .addService(new LeaseService(store, headers, settings.prefix(), executor))
                .addService(watches)
                .addService(new ClusterService(store, headers, settings))
                .addService(new MaintenanceService(store, headers))
                .build();
        EtcdGateway gateway = new EtcdGateway(store, executor, watches, server);
        try {
            server.start();
        } catch (IOException e) {
            gateway.close();
            throw new IOException(
                    "cannot listen on " + settings.bind() + ":" + settings.port() + ": " + e.getMessage()
                            + "; choose another port, or end what has this one",
                    e);
        }
        return gateway;
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Ends the streams, answers what was asked, and closes the store. */
    @Override
    public void close() {
        watches.close();
        server.shutdown();
        try {
            if (!server.awaitTermination(CLOSING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        store.close();
        executor.shutdownNow();
    }
}
