package org.allmende.gateway.etcd;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.allmende.consensus.solo.SoloConsensus;
import org.allmende.consensus.solo.SoloSettings;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.VouchedClient;
import org.allmende.coordination.Coordination;
import org.allmende.gateway.etcd.remote.RemoteStore;
import org.allmende.gateway.etcd.store.LocalStore;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.http.HttpGateway;
import org.allmende.gateway.http.HttpSettings;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.signatures.Ed25519;

/** One node in this process with its disk, and the gateway before it, which owns the keyspace. */
public final class SoloNode implements AutoCloseable {
    public static final String KEYSPACE = "default";
    static final Bytes GATEWAY = secret("gateway");

    /** After so long with nothing to do there is a round all the same; so the first one comes at once. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    public final LocalPort port;
    public final Coordination coordination;
    public final EtcdGateway gateway;
    public final ManagedChannel channel;

    /** What the gateway asks when it is none of the node's. */
    private final Optional<HttpGateway> http;

    /** Whose gateway stands before the node. */
    private enum Whose {
        /** The node's own: it reads the node's ledger. */
        THE_NODES,
        /** Somebody's who asks the node over HTTP, and would ask others. */
        ONES_OWN
    }

    private SoloNode(Path dir, Genesis genesis, EtcdSettings settings, Whose whose) throws IOException {
        List<Coordination> made = new ArrayList<>();
        port = LocalPort.open(new LocalPort.Settings(
                genesis,
                0,
                tables -> {
                    made.add(new Coordination(tables));
                    return made;
                },
                new SoloConsensus(SoloSettings.in(dir, genesis.networkId().value())),
                GATEWAY,
                InstantSource.system(),
                ForkJoinPool.commonPool()));
        await().until(() -> port.view().height() > 0 && port.status().health().state() == Health.State.ORDERING);
        coordination = made.getFirst();
        http = switch (whose) {
            case THE_NODES -> Optional.empty();
            case ONES_OWN -> Optional.of(HttpGateway.open(HttpSettings.onLoopback(0), port, coordination));
        };
        gateway = EtcdGateway.open(settings, http.isPresent() ? remote(http.get()) : local());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
    }

    private Store local() {
        return new LocalStore(port, coordination, KEYSPACE, GATEWAY, InstantSource.system());
    }

    /** What the owner writes beside the gateway; whoever takes it closes it. */
    public Store writes() {
        return local();
    }

    private static Store remote(HttpGateway http) throws IOException {
        try {
            VouchedClient client = VouchedClient.open(ClientSettings.of(List.of(http.uri())), _ -> {});
            return RemoteStore.open(client, KEYSPACE, Keys.ofSecret(GATEWAY));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** With a gateway that has no more than what the node says over HTTP. */
    public static SoloNode startBehindOnesOwn(Path dir) throws IOException {
        return startBehindOnesOwn(dir, EtcdSettings.onLoopback(0));
    }

    static SoloNode startBehindOnesOwn(Path dir, EtcdSettings settings) throws IOException {
        return new SoloNode(dir, genesis(System.currentTimeMillis() - IDLE.toMillis()), settings, Whose.ONES_OWN);
    }

    public static SoloNode start(Path dir) throws IOException {
        return start(dir, EtcdSettings.onLoopback(0));
    }

    static SoloNode start(Path dir, EtcdSettings settings) throws IOException {
        return new SoloNode(dir, genesis(System.currentTimeMillis() - IDLE.toMillis()), settings, Whose.THE_NODES);
    }

    private static Genesis genesis(long startMillis) {
        NodeCard card = new NodeCard(
                "anna",
                "Anna",
                "Nordlicht",
                "north-1",
                "DE",
                1,
                Bytes.EMPTY,
                Ed25519.publicKey(GATEWAY),
                Ed25519.publicKey(secret("operator")),
                "127.0.0.1",
                7000,
                "http://127.0.0.1:7001");
        return new Genesis(
                "test",
                Digests.sha256("salt"),
                true,
                startMillis,
                Parameters.DEFAULT,
                List.of(card),
                List.of(new GenesisKeyspace(KEYSPACE, Ed25519.publicKey(GATEWAY))));
    }

    private static Bytes secret(String name) {
        return Digests.sha256("test/secret", Bytes.wrap(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** As clients write it. */
    public String endpoint() {
        return "127.0.0.1:" + gateway.port();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        gateway.close();
        http.ifPresent(HttpGateway::close);
        port.close();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For a person: stays until it is ended. */
    public static void main(String[] arguments) throws Exception {
        try (SoloNode node = start(Path.of(arguments[0]), EtcdSettings.onLoopback(Integer.parseInt(arguments[1])))) {
            System.out.println("ETCDCTL_API=3 etcdctl --endpoints " + node.endpoint());
            Thread.currentThread().join();
        }
    }
}
