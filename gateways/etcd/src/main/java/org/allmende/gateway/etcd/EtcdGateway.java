package org.allmende.gateway.etcd;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.allmende.gateway.etcd.auth.AuthService;
import org.allmende.gateway.etcd.auth.CallCredentials;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.auth.GuardedStore;
import org.allmende.gateway.etcd.cluster.ClusterService;
import org.allmende.gateway.etcd.cluster.MaintenanceService;
import org.allmende.gateway.etcd.compaction.AutoCompaction;
import org.allmende.gateway.etcd.compaction.Compacting;
import org.allmende.gateway.etcd.health.HealthPaths;
import org.allmende.gateway.etcd.health.HealthService;
import org.allmende.gateway.etcd.http.Certificates;
import org.allmende.gateway.etcd.http.ClientCertificate;
import org.allmende.gateway.etcd.http.OnePort;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.allmende.gateway.etcd.json.JsonGateway;
import org.allmende.gateway.etcd.kv.KvService;
import org.allmende.gateway.etcd.lease.LeaseService;
import org.allmende.gateway.etcd.lock.ElectionService;
import org.allmende.gateway.etcd.lock.LockService;
import org.allmende.gateway.etcd.metrics.EtcdMetrics;
import org.allmende.gateway.etcd.metrics.MeasuredStore;
import org.allmende.gateway.etcd.store.AlarmingStore;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.watch.WatchService;

/** etcd's v3 interface in front of a {@link Store}: gRPC, and on the same port what etcd serves over HTTP/1.1. */
public final class EtcdGateway implements AutoCloseable {
    /** Bytes of a request that is read at all: etcd's limit of a request and what is around it. */
    static final int MESSAGE_BYTES_MAX = 2 * 1_024 * 1_024;

    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(2);

    private final Store store;
    private final ExecutorService executor;
    private final WatchService watches;
    private final HealthService health;
    private final Compacting compacting;
    private final Server inside;
    private final ManagedChannel toInside;
    private final OnePort onePort;
    private final Server server;

    private EtcdGateway(EtcdSettings settings, Store unmeasured) throws IOException {
        TlsSettings tls = settings.tls();
        Certificates certificates = tls == null ? null : Certificates.read(tls);
        MeasuredStore measured = new MeasuredStore(new AlarmingStore(unmeasured, settings.prefix()));
        store = measured;
        executor = Executors.newVirtualThreadPerTaskExecutor();
        Headers headers = new Headers(store);
        Guard guard = Guard.of(store, settings.auth());
        GuardedStore guarded = new GuardedStore(store, guard);
        watches = new WatchService(store, headers, guard, executor, settings.progressInterval());
        health = new HealthService(store);
        compacting = new Compacting(new AutoCompaction(store, settings.retention()));
        HealthPaths healthPaths = new HealthPaths(store);
        EtcdMetrics metrics = new EtcdMetrics(measured, EtcdSettings.VERSION, EtcdSettings.CLUSTER_VERSION);
        metrics.health(healthPaths::successes, healthPaths::failures);
        List<BindableService> services = List.of(
                new KvService(guarded, headers),
                new LeaseService(guarded, store, guard, headers, settings.prefix(), executor),
                watches,
                new LockService(guarded, headers, settings.prefix(), watches),
                new ElectionService(guarded, headers, settings.prefix(), watches, executor),
                new ClusterService(store, guard, headers, settings),
                new MaintenanceService(store, guarded, guard, headers, executor),
                new AuthService(guarded, guard, headers, settings.auth()),
                health.service());
        List<ServerInterceptor> interceptors = List.of(new ClientCertificate(), new CallCredentials(), metrics.calls());

        // What comes in JSON calls the same services through here, as etcd's gateway calls etcd.
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder insideBuilder = InProcessServerBuilder.forName(name).executor(executor);
        services.forEach(insideBuilder::addService);
        interceptors.forEach(insideBuilder::intercept);
        inside = insideBuilder.build();
        toInside = InProcessChannelBuilder.forName(name).executor(executor).build();
        JsonGateway json = new JsonGateway(toInside, MESSAGE_BYTES_MAX, settings.limits().bodyBytesMax());
        onePort = new OnePort(settings.limits(), new EtcdPaths(json, healthPaths, metrics), executor, certificates);

        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.bind(), settings.port()), onePort.credentials())
                .executor(executor)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .handshakeTimeout(settings.limits().receiveMillisMax(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        settings.further()
                .forEach(each -> builder.addListenAddress(
                        new InetSocketAddress(each.getHostString(), each.getPort())));
        services.forEach(builder::addService);
        interceptors.forEach(builder::intercept);
        builder.addStreamTracerFactory(metrics.bytes());
        server = builder.build();
    }

    /**
     * Listens.
     *
     * @param store closed with the gateway
     * @throws IOException when it cannot listen there, or the files for TLS are not what they should be
     */
    public static EtcdGateway open(EtcdSettings settings, Store store) throws IOException {
        EtcdGateway gateway = new EtcdGateway(settings, store);
        try {
            gateway.inside.start();
            gateway.server.start();
            gateway.compacting.start();
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
        health.close();
        compacting.close();
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
        onePort.closeNow();
        toInside.shutdownNow();
        inside.shutdownNow();
        store.close();
        executor.shutdownNow();
    }
}
