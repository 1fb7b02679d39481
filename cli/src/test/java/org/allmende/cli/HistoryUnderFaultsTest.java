package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.VouchedClient;
import org.allmende.drills.history.Evidence;
import org.allmende.drills.history.LeaseBreach;
import org.allmende.drills.history.LeaseChecker;
import org.allmende.drills.history.LeaseEntry;
import org.allmende.drills.history.Linearizability;
import org.allmende.drills.history.Ruling;
import org.allmende.drills.history.WatchChecker;
import org.allmende.drills.history.WatchGuarantee;
import org.allmende.drills.history.WatchReport;
import org.allmende.etcd.protocol.LeaseGrpc;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of etcd before a network of four real processes, one of which is killed and started again, and another stopped
 * for a while: what they were told is linearizable, what watchers were told is what happened, and leases lived as long as
 * was promised.
 */
@Tag("processes")
class HistoryUnderFaultsTest {
    private static final int LESSEES = 6;

    /** How much the clock of the nodes may gain on the tests' within one lease, both being this machine's. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

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
        recording().of(CHANNELS, seed, HistoryUnderFaultsTest::breakSomething).requireRight(evidence(), seed);
    }

    /** A gateway that gives what it has seen for what there is: the same checkers find it. */
    @Seeds(1)
    void staleReadsServedAsLinearizableAreFound(Seed seed) throws Exception {
        long before = recording().clean();
        AtomicInteger reads = new AtomicInteger();
        Tampering old = Tampering.with(
                asked -> asked instanceof Rpc.RangeRequest range && reads.incrementAndGet() > 5
                        ? range.toBuilder().setRevision(before).build()
                        : asked,
                UnaryOperator.identity());
        Recording.Recorded recorded = recording().of(through(old), seed, Work::more);
        assertThat(new Linearizability().check(recorded.history())).isInstanceOf(Ruling.Refused.class);
    }

    /** A gateway that swallows one event of a watch, and goes on with those after it. */
    @Seeds(1)
    void anEventThatAWatcherIsNotToldIsFound(Seed seed) throws Exception {
        AtomicInteger told = new AtomicInteger();
        AtomicLong skipped = new AtomicLong();
        Tampering once = Tampering.with(UnaryOperator.identity(), answered -> {
            if (answered instanceof Rpc.WatchResponse watch
                    && watch.getEventsCount() > 0
                    && told.incrementAndGet() == 20) {
                skipped.set(watch.getEvents(0).getKv().getModRevision());
                return watch.toBuilder().removeEvents(0).build();
            }
            return answered;
        });
        Recording.Recorded recorded = recording().of(through(once), seed, Work::more);
        assertThat(new Linearizability().check(recorded.history())).isInstanceOf(Ruling.Accepted.class);
        WatchReport report = WatchChecker.check(recorded.chronicle(), recorded.watches());
        assertThat(report.breaches()).as(report::text).anySatisfy(breach -> {
            assertThat(breach.guarantee()).isEqualTo(WatchGuarantee.RELIABLE);
            assertThat(breach.text()).contains(" modified " + skipped + " ");
        });
    }

    /** Leases live at least as long as was promised, and those that nobody keeps alive end. */
    @Test
    void leasesLiveAsLongAsPromisedThroughFaults() throws Exception {
        List<LeaseEntry> leases = leases(CHANNELS, 15, HistoryUnderFaultsTest::breakSomething);
        List<LeaseBreach> breaches = LeaseChecker.check(leases, TOLERANCE);
        assertThat(breaches)
                .as(() -> Evidence.of(leases, TOLERANCE, breaches, evidence(), "leases"))
                .isEmpty();
        assertThat(leases).hasSizeGreaterThan(100);
    }

    /** A gateway that ends leases behind their holders' backs. */
    @Test
    void aLeaseThatIsEndedEarlyIsFound() throws Exception {
        AtomicInteger kept = new AtomicInteger();
        Tampering early = Tampering.with(UnaryOperator.identity(), answered -> {
            if (answered instanceof Rpc.LeaseKeepAliveResponse alive && kept.incrementAndGet() == 3) {
                var _ = LeaseGrpc.newBlockingStub(CHANNELS.getFirst())
                        .leaseRevoke(Rpc.LeaseRevokeRequest.newBuilder()
                                .setID(alive.getID())
                                .build());
            }
            return answered;
        });
        List<LeaseEntry> leases = leases(through(early), 3, _ -> {});
        assertThat(LeaseChecker.check(leases, TOLERANCE))
                .isNotEmpty()
                .allSatisfy(breach -> assertThat(breach.promise()).isInstanceOf(LeaseEntry.KeptAlive.class));
    }

    /** A gateway that asks for less time than it was asked for, and says that it was given all of it. */
    @Test
    void aLeaseThatIsGrantedForLessThanIsSaidIsFound() throws Exception {
        Tampering shorter = Tampering.with(
                asked -> asked instanceof Rpc.LeaseGrantRequest grant
                        ? grant.toBuilder().setTTL(2).build()
                        : asked,
                answered -> answered instanceof Rpc.LeaseGrantResponse granted
                        ? granted.toBuilder().setTTL(RecordingLessee.TTL_SECONDS).build()
                        : answered);
        List<LeaseEntry> leases = leases(through(shorter), 0, _ -> {});
        assertThat(LeaseChecker.check(leases, TOLERANCE))
                .isNotEmpty()
                .allSatisfy(breach -> assertThat(breach.promise()).isInstanceOf(LeaseEntry.Granted.class));
    }

    /** What holders of leases were told, once each of them has seen one more end after the course. */
    private static List<LeaseEntry> leases(List<? extends Channel> gateways, int keptAliveTimes, Work.Course course)
            throws Exception {
        List<RecordingLessee> lessees = new ArrayList<>();
        for (int i = 0; i < LESSEES; i++) {
            lessees.add(new RecordingLessee("lessee-" + i, gateways, i, keptAliveTimes));
        }
        List<Work.Step> steps = new ArrayList<>();
        lessees.forEach(each -> steps.add(each::step));
        Work.during(steps, work -> {
            course.run(work);
            List<Integer> before = lessees.stream().map(RecordingLessee::ended).toList();
            for (int i = 0; i < LESSEES; i++) {
                RecordingLessee each = lessees.get(i);
                int endedBefore = before.get(i);
                await().atMost(Work.SOON).until(() -> each.ended() > endedBefore);
            }
        });
        return lessees.stream().flatMap(each -> each.recorded().stream()).toList();
    }

    /** To two nodes, with a bug planted in between. */
    private static List<Channel> through(Tampering planted) {
        return List.of(
                ClientInterceptors.intercept(CHANNELS.get(2), planted),
                ClientInterceptors.intercept(CHANNELS.get(3), planted));
    }

    private static Recording recording() {
        return new Recording(CHANNELS.getFirst());
    }

    private static Path evidence() {
        return temporary.resolveSibling("evidence");
    }

    private static void breakSomething(Work work) throws Exception {
        List<String> names =
                network.readGenesis().nodes().stream().map(NodeCard::name).toList();
        ProcessHandle killed = process(names.get(0));
        killed.destroyForcibly();
        killed.onExit().get(1, TimeUnit.MINUTES);
        work.more();
        Said.by("up", "--detach", "--dir", network.path().toString()).ends(Exit.OK);
        work.more();
        long stopped = process(names.get(1)).pid();
        signal("STOP", stopped);
        try {
            work.more();
        } finally {
            signal("CONT", stopped);
        }
        work.more();
    }

    private static ProcessHandle process(String node) throws Exception {
        return ProcessFile.running(network.node(node).processFile()).orElseThrow();
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
    }
}
