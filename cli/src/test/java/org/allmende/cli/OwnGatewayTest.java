package org.allmende.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.VouchedClient;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.WatchGrpc;
import org.allmende.gateway.etcd.EtcdGateway;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.remote.RemoteStore;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.node.FreePorts;
import org.allmende.node.ProcessFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway of one's own before a network of four real processes, one of which lies, or is killed. */
@Tag("processes")
class OwnGatewayTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int LIES = 20;

    @TempDir
    static Path temporary;

    private static NetworkFolder network;

    @BeforeAll
    static void start() {
        network = new NetworkFolder(temporary.resolve("network"));
        Said.by("up", "--detach", "--port-base", "0", "--dir", network.path().toString()).ends(Exit.OK);
    }

    @AfterAll
    static void stop() {
        Said.by("down", "--dir", network.path().toString()).ends(Exit.OK);
    }

    private static List<URI> nodes() throws Exception {
        return Where.addresses(network.readGenesis());
    }

    /** A gateway before these nodes, and a client's connection to it. */
    private static final class Served implements AutoCloseable {
        final List<URI> contradicted = new CopyOnWriteArrayList<>();
        final EtcdGateway gateway;
        final ManagedChannel channel;
        final KVGrpc.KVBlockingStub keys;

        Served(List<URI> nodes) throws Exception {
            Genesis genesis = network.readGenesis();
            VouchedClient client = VouchedClient.open(
                    ClientSettings.of(nodes).withHedgeAfter(Duration.ofMillis(500)).in(genesis.networkId()),
                    contradicted::add);
            gateway = EtcdGateway.open(
                    EtcdSettings.onLoopback(0), RemoteStore.open(client, "default", Keys.read(network.ownerKey())));
            channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                    .usePlaintext()
                    .build();
            keys = KVGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.MINUTES);
        }

        String get(String key) {
            List<Mvcc.KeyValue> found = keys.range(Rpc.RangeRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8(key))
                            .build())
                    .getKvsList();
            return found.isEmpty() ? "" : found.getFirst().getValue().toStringUtf8();
        }

        Rpc.PutResponse put(String key, String value) {
            return keys.put(Rpc.PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8(key))
                    .setValue(ByteString.copyFromUtf8(value))
                    .setPrevKv(true)
                    .build());
        }

        @Override
        public void close() {
            channel.shutdownNow();
            gateway.close();
        }
    }

    /** The other side of the test below: what the liar says is believed by who asks it alone. */
    @Test
    void whoAsksOneNodeAloneBelievesItsLies() throws Exception {
        try (Served served = new Served(nodes());
                LyingNode liar = new LyingNode(nodes().getFirst(), new Seed(1));
                NetworkClient client = NetworkClient.open(ClientSettings.of(List.of(liar.uri())))) {
            served.put("alone", "true");
            assertThat(served.get("alone")).isEqualTo("true");
            RangeAnswer.Found found =
                    client.range("default", RangeRequest.of(Bytes.utf8("alone")), Consistency.LINEARIZABLE);
            assertThat(found.result().keyValues())
                    .noneMatch(each -> each.value().equals(Bytes.utf8("true")));
        }
    }

    @Seeds(1)
    void nothingFalseIsReadOrWrittenBesideALyingNode(Seed seed) throws Exception {
        String prefix = "lie-" + seed.value() + "/";
        try (LyingNode liar = new LyingNode(nodes().getFirst(), seed.split())) {
            List<URI> nodes = new ArrayList<>(nodes());
            nodes.set(0, liar.uri());
            try (Served served = new Served(nodes)) {
                List<String> told = new CopyOnWriteArrayList<>();
                watch(served, prefix, told);
                Map<String, String> model = new TreeMap<>();
                List<String> expected = new ArrayList<>();
                // On a busy machine the liar is asked less often: then there are more steps, until it has had its say.
                for (int step = 0; step < 60 || liar.lies.get() <= LIES && step < 1_000; step++) {
                    String key = prefix + seed.between(1, 5);
                    if (seed.oneIn(2)) {
                        String value = "value-" + step;
                        Rpc.PutResponse put = served.put(key, value);
                        assertThat(put.getPrevKv().getValue().toStringUtf8())
                                .as("before step %d of seed %s", step, seed)
                                .isEqualTo(model.getOrDefault(key, ""));
                        model.put(key, value);
                        expected.add(key + "=" + value);
                    } else {
                        assertThat(served.get(key))
                                .as("step %d of seed %s", step, seed)
                                .isEqualTo(model.getOrDefault(key, ""));
                    }
                }
                await().atMost(SOON).untilAsserted(() -> assertThat(told).isEqualTo(expected));
                assertThat(liar.lies.get()).as("lies told").isGreaterThan(LIES);
                assertThat(served.contradicted).contains(liar.uri());
            }
        }
    }

    private static void watch(Served served, String prefix, List<String> told) {
        StreamObserver<Rpc.WatchRequest> requests = WatchGrpc.newStub(served.channel)
                .watch(new StreamObserver<>() {
                    @Override
                    public void onNext(Rpc.WatchResponse response) {
                        response.getEventsList().forEach(event -> told.add(event.getKv().getKey().toStringUtf8() + "="
                                + event.getKv().getValue().toStringUtf8()));
                    }

                    @Override
                    public void onError(Throwable end) {}

                    @Override
                    public void onCompleted() {}
                });
        ByteString from = ByteString.copyFromUtf8(prefix);
        ByteString to = ByteString.copyFromUtf8(prefix.substring(0, prefix.length() - 1) + "0");
        requests.onNext(Rpc.WatchRequest.newBuilder()
                .setCreateRequest(Rpc.WatchCreateRequest.newBuilder()
                        .setKey(from)
                        .setRangeEnd(to)
                        .setStartRevision(2))
                .build());
    }

    /** The command itself, in a process of its own, killed nodes and all. */
    @Test
    void theCommandServesOnWhenANodeIsKilledAndEndsWhenItIsAsked() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"),
                        "org.allmende.cli.Allmende", "gateway", "etcd",
                        "--dir", network.path().toString(),
                        "--listen", "127.0.0.1:" + FreePorts.any())
                .redirectError(temporary.resolve("gateway.log").toFile())
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String line = said.readLine();
            assertThat(line).startsWith("serving clients of etcd at http://127.0.0.1:");
            ManagedChannel channel = NettyChannelBuilder.forTarget(line.replaceAll(".*http://", ""))
                    .usePlaintext()
                    .build();
            KVGrpc.KVBlockingStub keys = KVGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.MINUTES);
            Rpc.LeaseGrantResponse lease = LeaseGrpc.newBlockingStub(channel)
                    .leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setTTL(300).build());
            assertThat(lease.getTTL()).isEqualTo(300);
            put(keys, "killed", "before");
            String first = network.readGenesis().nodes().getFirst().name();
            ProcessHandle node = ProcessFile.running(network.node(first).processFile()).orElseThrow();
            node.destroyForcibly();
            node.onExit().get(1, TimeUnit.MINUTES);
            put(keys, "killed", "after");
            assertThat(keys.range(Rpc.RangeRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8("killed"))
                                    .build())
                            .getKvs(0)
                            .getValue()
                            .toStringUtf8())
                    .isEqualTo("after");
            channel.shutdownNow();
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
            Said.by("up", "--detach", "--dir", network.path().toString()).ends(Exit.OK);
        }
    }

    private static void put(KVGrpc.KVBlockingStub keys, String key, String value) {
        keys.put(Rpc.PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .build());
    }

    @Test
    void whatDoesNotGoIsRefusedInOneLine() throws Exception {
        String dir = network.path().toString();
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "nowhere").ends(Exit.REFUSED).err())
                .contains("the network has no keyspace 'nowhere'");
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "--listen", "2379").ends(Exit.REFUSED).err())
                .contains("127.0.0.1:2379");
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "--key-file", "x").ends(Exit.REFUSED).err())
                .contains("belong together");
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "--network", "x").ends(Exit.REFUSED).err())
                .contains("64 hexadecimal digits");
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "--auth-token", "paper").ends(Exit.REFUSED).err())
                .contains("--auth-token is 'simple', or 'jwt,' and its options, not 'paper'");
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "--auth-token-ttl", "0").ends(Exit.REFUSED).err())
                .contains("--auth-token-ttl is a number of seconds, 1 at least");
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "--bcrypt-cost", "3").ends(Exit.REFUSED).err())
                .contains("--bcrypt-cost is 4 to 31");
        Path secret = temporary.resolve("secret");
        assertThat(Said.by("gateway", "etcd", "--dir", dir, "--auth-token", "jwt,sign-method=HS256,priv-key=" + secret)
                        .ends(Exit.REFUSED)
                        .err())
                .contains(secret.toString());
        Said few = Said.by(
                "gateway", "etcd", "--key", network.ownerKey().toString(), "--nodes", nodes().getFirst().toString());
        assertThat(few.ends(Exit.UNKNOWN).err()).contains("in a network of 4 nodes 2 have to say the same");
    }
}
