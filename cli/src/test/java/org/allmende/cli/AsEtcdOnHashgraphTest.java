package org.allmende.cli;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.client.ClientSettings;
import org.allmende.client.KeyFile;
import org.allmende.client.Keys;
import org.allmende.client.VouchedClient;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.gateway.etcd.EtcdGateway;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.differential.Comparison;
import org.allmende.gateway.etcd.remote.RemoteStore;
import org.allmende.gateway.etcd.store.Written;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody can tell four real nodes on the hashgraph engine from etcd by what they answer. Each sequence has a keyspace and
 * a gateway of its own; several run at once, since every step waits for a round of agreement.
 */
@Tag("processes")
class AsEtcdOnHashgraphTest {
    private static final int STEPS = 100;

    /** Sequences of one seed, at once. */
    private static final int AT_ONCE = 8;

    @TempDir
    static Path temporary;

    private static final AtomicInteger KEYSPACES = new AtomicInteger();
    private static NetworkFolder network;

    @BeforeAll
    static void start() {
        Comparison.assumeInstalled();
        network = new NetworkFolder(temporary.resolve("network"));
        Said.by("up", "--detach", "--port-base", "0", "--dir", network.path().toString()).ends(Exit.OK);
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            Said.by("down", "--dir", network.path().toString()).ends(Exit.OK);
        }
    }

    /** A gateway of one's own before the nodes, with a keyspace that was just made. */
    private static final class OwnKeyspace implements Comparison.Fresh {
        private final EtcdGateway gateway;
        private final ManagedChannel channel;

        /** Owned by an account of its own: one may not own many. */
        OwnKeyspace() {
            try {
                List<URI> nodes = Where.addresses(network.readGenesis());
                String keyspace = "sequence-" + KEYSPACES.incrementAndGet();
                Path key = temporary.resolve(keyspace + ".key");
                Said.by("key", "new", key.toString()).ends(Exit.OK);
                String publicKey = Ed25519.publicKey(KeyFile.read(key)).toString();
                Said.by("account", "open", publicKey, "--dir", network.path().toString()).ends(Exit.OK);
                RemoteStore store = RemoteStore.open(
                        VouchedClient.open(ClientSettings.of(nodes), _ -> {}), keyspace, Keys.read(key));
                if (store.write(new CreateKeyspace(keyspace)).join() instanceof Written.Refused refused) {
                    throw new IOException(refused.reason().advice());
                }
                gateway = EtcdGateway.open(EtcdSettings.onLoopback(0), store);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                    .usePlaintext()
                    .maxInboundMessageSize(Integer.MAX_VALUE)
                    .build();
        }

        @Override
        public Channel channel() {
            return channel;
        }

        @Override
        public void close() {
            channel.shutdownNow();
            gateway.close();
        }
    }

    @Seeds(1)
    void keysLeasesAndWatchersAreAnsweredAsByEtcd(Seed seed) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                Seed own = seed.split();
                OwnKeyspace keyspace = new OwnKeyspace();
                runs.add(executor.submit(() -> Comparison.check(own, STEPS, temporary, keyspace)));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }
}
