package org.allmende.cli;

import static com.google.protobuf.ByteString.copyFromUtf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.VouchedClient;
import org.allmende.drills.history.Operation;
import org.allmende.drills.history.Outcome;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.EtcdGateway;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.remote.RemoteStore;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of etcd before a network of four nodes, one of which is cut off from the others for a while: those go on, it
 * answers nobody meanwhile, and what all clients were told is right.
 */
@Tag("processes")
class HistoryUnderPartitionTest {
    private static final int NODES = 4;

    /** Long enough for whoever can answer at all. */
    private static final long ANSWER_SECONDS = 20;

    /** How long a node that is cut off is asked for something that it cannot know. */
    private static final long IN_VAIN_SECONDS = 10;

    /** A key beside those that are recorded. */
    private static final String BESIDE = "beside";

    @TempDir
    static Path temporary;

    private static SeparateMachines machines;
    private static final List<EtcdGateway> GATEWAYS = new ArrayList<>();

    /** To the nodes, in the order of the roster. */
    private static final List<ManagedChannel> NODE_CHANNELS = new ArrayList<>();

    private static final List<ManagedChannel> GATEWAY_CHANNELS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        machines = new SeparateMachines(temporary);
        machines.start(NODES);
        machines.etcdPorts().forEach(port -> NODE_CHANNELS.add(connect(port)));
        List<URI> nodes = new ArrayList<>(machines.nodes());
        for (int i = 0; i < 2; i++) {
            VouchedClient client =
                    VouchedClient.open(ClientSettings.of(nodes).withHedgeAfter(Duration.ofMillis(500)), _ -> {});
            GATEWAYS.add(EtcdGateway.open(
                    EtcdSettings.onLoopback(0),
                    RemoteStore.open(
                            client, "default", Keys.read(machines.folder().ownerKey()))));
            GATEWAY_CHANNELS.add(connect(GATEWAYS.getLast().port()));
            Collections.rotate(nodes, 2);
        }
    }

    private static ManagedChannel connect(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            NODE_CHANNELS.forEach(ManagedChannel::shutdownNow);
            GATEWAY_CHANNELS.forEach(ManagedChannel::shutdownNow);
            GATEWAYS.forEach(EtcdGateway::close);
        } finally {
            machines.remove();
        }
    }

    @Seeds(1)
    void whatClientsAreToldIsRightWhileANodeIsCutOff(Seed seed) throws Exception {
        int away = seed.between(0, NODES - 1);
        List<Channel> all = new ArrayList<>(GATEWAY_CHANNELS);
        all.addAll(NODE_CHANNELS);
        RecordingClient staying = new RecordingClient("staying", List.of(NODE_CHANNELS.get(away)), seed.split());
        long[] cutAndHealed = new long[2];
        Recording.Recorded recorded = new Recording(NODE_CHANNELS.get((away + 1) % NODES))
                .of(all, List.of(staying), seed, work -> {
                    work.more();
                    machines.cut(away);
                    cutAndHealed[0] = System.nanoTime();
                    try {
                        work.more();
                        answersNothing(away);
                        othersGoOn(away);
                        work.more();
                    } finally {
                        cutAndHealed[1] = System.nanoTime();
                        machines.heal(away);
                    }
                    catchesUp(away);
                    work.more();
                });
        List<Operation> inVain = staying.recorded().stream()
                .filter(each -> each.invokedNanos() > cutAndHealed[0] && each.invokedNanos() < cutAndHealed[1])
                .toList();
        assertThat(inVain).isNotEmpty().noneMatch(each -> each.outcome() instanceof Outcome.Ok ok
                && ok.completedNanos() < cutAndHealed[1]);
        System.out.println("node " + away + " was cut off, and asked in vain " + inVain.size() + " times");
        recorded.requireRight(temporary.resolveSibling("evidence"), seed);
    }

    /** Nor does it write, for it cannot know what the others do. */
    private static void answersNothing(int node) {
        fails(() -> put(node, "in-vain", "from afar", IN_VAIN_SECONDS));
        fails(() -> get(node, IN_VAIN_SECONDS));
    }

    private static void fails(ThrowingCallable call) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call)
                .extracting(failure -> failure.getStatus().getCode())
                .isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.UNAVAILABLE);
    }

    /** Each of them sees what another has written. */
    private static void othersGoOn(int away) {
        for (int i = 1; i < NODES; i++) {
            String value = "round " + i;
            put((away + i) % NODES, BESIDE, value, ANSWER_SECONDS);
            assertThat(get((away + 1 + i % (NODES - 1)) % NODES, ANSWER_SECONDS)).isEqualTo(value);
        }
    }

    /** It answers again, and knows what was written without it. */
    private static void catchesUp(int away) {
        put((away + 1) % NODES, BESIDE, "while it came back", ANSWER_SECONDS);
        await().atMost(Work.SOON)
                .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                .until(() -> get(away, ANSWER_SECONDS).equals("while it came back"));
        await().atMost(Work.SOON).ignoreExceptionsInstanceOf(StatusRuntimeException.class).until(() -> {
            put(away, BESIDE, "it is back", ANSWER_SECONDS);
            return true;
        });
        assertThat(get((away + 1) % NODES, ANSWER_SECONDS)).isEqualTo("it is back");
    }

    private static void put(int node, String key, String value, long seconds) {
        var _ = KVGrpc.newBlockingStub(NODE_CHANNELS.get(node))
                .withDeadlineAfter(seconds, TimeUnit.SECONDS)
                .put(Rpc.PutRequest.newBuilder()
                        .setKey(copyFromUtf8(key))
                        .setValue(copyFromUtf8(value))
                        .build());
    }

    /** Linearizable. */
    private static String get(int node, long seconds) {
        return KVGrpc.newBlockingStub(NODE_CHANNELS.get(node))
                .withDeadlineAfter(seconds, TimeUnit.SECONDS)
                .range(Rpc.RangeRequest.newBuilder()
                        .setKey(copyFromUtf8(BESIDE))
                        .build())
                .getKvs(0)
                .getValue()
                .toStringUtf8();
    }
}
