package org.allmende.cli;

import static com.google.protobuf.ByteString.copyFromUtf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.VouchedClient;
import org.allmende.drills.history.Chronicle;
import org.allmende.drills.history.Evidence;
import org.allmende.drills.history.History;
import org.allmende.drills.history.Linearizability;
import org.allmende.drills.history.Operation;
import org.allmende.drills.history.Ruling;
import org.allmende.drills.history.Watch;
import org.allmende.drills.history.WatchChecker;
import org.allmende.drills.history.WatchEvent;
import org.allmende.drills.history.WatchReport;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.EtcdGateway;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.remote.RemoteStore;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.node.ProcessFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of etcd before a network of four real processes, one of which is killed, started again and stopped for a while:
 * what they were told is linearizable, and what watchers were told is what happened.
 */
@Tag("processes")
class HistoryUnderFaultsTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int CLIENTS = 6;

    /** Operations between two faults. */
    private static final int BETWEEN = 100;

    @TempDir
    static Path temporary;

    private static NetworkFolder network;
    private static final List<EtcdGateway> GATEWAYS = new ArrayList<>();
    private static final List<ManagedChannel> CHANNELS = new ArrayList<>();

    /** Two gateways of one's own, then those of the nodes. */
    @BeforeAll
    static void start() throws Exception {
        network = new NetworkFolder(temporary.resolve("network"));
        Said.by("up", "--detach", "--port-base", "0", "--dir", network.path().toString()).ends(Exit.OK);
        List<URI> nodes = new ArrayList<>(Where.addresses(network.readGenesis()));
        for (int i = 0; i < 2; i++) {
            VouchedClient client = VouchedClient.open(
                    ClientSettings.of(nodes).withHedgeAfter(Duration.ofMillis(500)), _ -> {});
            GATEWAYS.add(EtcdGateway.open(
                    EtcdSettings.onLoopback(0), RemoteStore.open(client, "default", Keys.read(network.ownerKey()))));
            connect("127.0.0.1", GATEWAYS.getLast().port());
            Collections.rotate(nodes, 2);
        }
        for (NodeCard node : network.readGenesis().nodes()) {
            InetSocketAddress address =
                    network.node(node.name()).readSettings().etcd().addresses().getFirst();
            connect(address.getHostString(), address.getPort());
        }
    }

    private static void connect(String host, int port) {
        CHANNELS.add(NettyChannelBuilder.forAddress(host, port).usePlaintext().build());
    }

    @AfterAll
    static void stop() {
        CHANNELS.forEach(ManagedChannel::shutdownNow);
        GATEWAYS.forEach(EtcdGateway::close);
        Said.by("down", "--dir", network.path().toString()).ends(Exit.OK);
    }

    @Seeds(1)
    void whatClientsAndWatchersAreToldIsRightThroughFaults(Seed seed) throws Exception {
        Recorded recorded = record(List.copyOf(CHANNELS), seed, true);
        Ruling ruling = new Linearizability().check(recorded.history());
        assertThat(ruling)
                .as(() -> Evidence.of(recorded.history(), ruling, temporary.resolveSibling("evidence"), "history-" + seed.value()))
                .isInstanceOf(Ruling.Accepted.class);
        WatchReport report = WatchChecker.check(recorded.chronicle(), recorded.watches());
        assertThat(report.breaches())
                .as(() -> Evidence.of(
                        recorded.chronicle(),
                        recorded.watches(),
                        report,
                        temporary.resolveSibling("evidence"),
                        "watches-" + seed.value()))
                .isEmpty();
        assertThat(report.events()).isGreaterThan(100);
        System.out.println("judged " + ruling.text() + report.text());
    }

    /** A gateway that gives what it has seen for what there is: the same checkers find it. */
    @Seeds(1)
    void staleReadsServedAsLinearizableAreFound(Seed seed) throws Exception {
        long before = clean();
        List<Channel> stale = new ArrayList<>();
        for (Channel each : List.of(CHANNELS.get(2), CHANNELS.get(3))) {
            stale.add(ClientInterceptors.intercept(each, new OldReads(before)));
        }
        Recorded recorded = record(stale, seed, false);
        assertThat(new Linearizability().check(recorded.history())).isInstanceOf(Ruling.Refused.class);
    }

    /** Asks for keys, after a few times, as they were in the beginning. */
    private static final class OldReads implements ClientInterceptor {
        private final long before;
        private final AtomicInteger asked = new AtomicInteger();

        OldReads(long before) {
            this.before = before;
        }

        @Override
        public <I, O> ClientCall<I, O> interceptCall(
                MethodDescriptor<I, O> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                @SuppressWarnings("unchecked") // a range is made of a range
                public void sendMessage(I message) {
                    super.sendMessage(
                            message instanceof Rpc.RangeRequest range && asked.incrementAndGet() > 5
                                    ? (I) range.toBuilder().setRevision(before).build()
                                    : message);
                }
            };
        }
    }

    private record Recorded(History history, Chronicle chronicle, List<Watch> watches) {}

    private Recorded record(List<? extends Channel> channels, Seed seed, boolean withFaults) throws Exception {
        List<Channel> gateways = List.copyOf(channels);
        long begin = clean();
        List<RecordingClient> clients = new ArrayList<>();
        List<RecordingLocker> lockers = new ArrayList<>();
        List<RecordingWatcher> watchers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new RecordingClient("client-" + i, gateways, seed.split()));
        }
        for (int i = 0; i < 2; i++) {
            lockers.add(new RecordingLocker("locker-" + i, "lock-" + seed.value() + withFaults, gateways, i));
        }
        for (int i = 0; i < gateways.size(); i++) {
            watchers.add(new RecordingWatcher("watcher-" + i, gateways, i, "key-", "key.", begin + 1));
            watchers.getLast().open();
        }
        AtomicInteger done = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        boolean[] over = new boolean[1];
        List<Runnable> steps = new ArrayList<>();
        clients.forEach(each -> steps.add(each::step));
        lockers.forEach(each -> steps.add(each::step));
        for (Runnable step : steps) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (!isOver(over)) {
                    step.run();
                    done.incrementAndGet();
                }
            }));
        }
        more(done);
        if (withFaults) {
            breakSomething(done);
        }
        synchronized (over) {
            over[0] = true;
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long end = put("key-1", "the end");
        RecordingWatcher chronicler =
                new RecordingWatcher("chronicler", List.of(CHANNELS.getFirst()), 0, "key-", "key.", begin + 1);
        chronicler.open();
        watchers.add(chronicler);
        for (RecordingWatcher watcher : watchers) {
            await().atMost(SOON).until(() -> watcher.hasSeen(end));
        }
        List<WatchEvent> changes = chronicler.events();
        List<Operation> operations = new ArrayList<>();
        clients.forEach(each -> operations.addAll(each.recorded()));
        lockers.forEach(each -> operations.addAll(each.recorded()));
        return new Recorded(
                new History(operations),
                new Chronicle(changes, 0),
                watchers.stream().map(RecordingWatcher::end).toList());
    }

    private static boolean isOver(boolean[] over) {
        synchronized (over) {
            return over[0];
        }
    }

    /** So many operations more, or fewer ones when they take too long. */
    private static void more(AtomicInteger done) {
        int before = done.get();
        await().atMost(SOON).until(() -> done.get() >= before + BETWEEN);
    }

    private static void breakSomething(AtomicInteger done) throws Exception {
        List<String> names =
                network.readGenesis().nodes().stream().map(NodeCard::name).toList();
        ProcessHandle killed = process(names.get(0));
        killed.destroyForcibly();
        killed.onExit().get(1, TimeUnit.MINUTES);
        more(done);
        Said.by("up", "--detach", "--dir", network.path().toString()).ends(Exit.OK);
        more(done);
        long stopped = process(names.get(1)).pid();
        signal("STOP", stopped);
        try {
            more(done);
        } finally {
            signal("CONT", stopped);
        }
        more(done);
    }

    private static ProcessHandle process(String node) throws Exception {
        return ProcessFile.running(network.node(node).processFile()).orElseThrow();
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
    }

    /** The keys are gone, as in the beginning. */
    private static long clean() {
        return KVGrpc.newBlockingStub(CHANNELS.getFirst())
                .deleteRange(Rpc.DeleteRangeRequest.newBuilder()
                        .setKey(copyFromUtf8("key-"))
                        .setRangeEnd(copyFromUtf8("key."))
                        .build())
                .getHeader()
                .getRevision();
    }

    private static long put(String key, String value) {
        return KVGrpc.newBlockingStub(CHANNELS.getFirst())
                .put(Rpc.PutRequest.newBuilder()
                        .setKey(copyFromUtf8(key))
                        .setValue(copyFromUtf8(value))
                        .build())
                .getHeader()
                .getRevision();
    }
}
