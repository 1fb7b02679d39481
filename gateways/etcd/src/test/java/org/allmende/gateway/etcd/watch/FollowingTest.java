package org.allmende.gateway.etcd.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.allmende.coordination.KeyRange;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.SoloNode;
import org.allmende.gateway.etcd.auth.AuthSettings;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.store.LocalStore;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following keys inside this process. */
class FollowingTest {
    private static final List<KeyRange> KEYS =
            List.of(KeyRange.prefix(Bytes.wrap("k/".getBytes(StandardCharsets.UTF_8))));
    private static final String STOPPED = "UNAVAILABLE: etcdserver: server stopped";

    @TempDir
    Path dir;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private SoloNode node;
    private LocalStore store;
    private WatchService watches;

    @BeforeEach
    void start() throws IOException {
        node = SoloNode.start(dir);
        // It only reads, so it may sign as anybody.
        store = new LocalStore(
                node.port, node.coordination, SoloNode.KEYSPACE, Digests.sha256("reader"), InstantSource.system());
        Guard guard = Guard.of(store, AuthSettings.DEFAULT);
        watches = new WatchService(store, new Headers(store), guard, executor, EtcdSettings.PROGRESS_INTERVAL);
    }

    @AfterEach
    void close() {
        watches.close();
        store.close();
        node.close();
        executor.shutdownNow();
    }

    private void put(int count) throws Exception {
        KVGrpc.KVFutureStub keys = KVGrpc.newFutureStub(node.channel);
        List<ListenableFuture<Rpc.PutResponse>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(keys.put(Rpc.PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("k/" + i))
                    .build()));
        }
        Futures.allAsList(answers).get();
    }

    @Test
    void whoTakesSlowlyMissesNothing() throws Exception {
        int count = 5 * Following.WAITING_MAX;
        try (Following following = watches.follow(KEYS, false, 2)) {
            put(count);
            List<Long> taken = new ArrayList<>();
            while (taken.size() < count) {
                for (Mvcc.Event event : following.take().orElseThrow()) {
                    taken.add(event.getKv().getModRevision());
                }
            }
            assertThat(taken).isSorted().doesNotHaveDuplicates().hasSize(count);
            assertThat(taken.getFirst()).isEqualTo(2);
        }
    }

    @Test
    void whoAsksForWhatIsCompactedIsToldThatNothingComes() throws Exception {
        put(3);
        KVGrpc.newBlockingStub(node.channel)
                .compact(Rpc.CompactionRequest.newBuilder().setRevision(4).build());

        try (Following following = watches.follow(KEYS, false, 2)) {
            assertThat(following.take()).isEmpty();
        }
    }

    @Test
    void noMoreFollowThanTheLimitAllows() {
        List<Following> open = new ArrayList<>();
        for (int i = 0; i < WatchService.FOLLOWINGS_MAX; i++) {
            open.add(watches.follow(KEYS, true, Long.MAX_VALUE));
        }

        assertThatThrownBy(() -> watches.follow(KEYS, true, Long.MAX_VALUE))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("RESOURCE_EXHAUSTED: etcdserver: too many requests");
        open.getFirst().close();
        watches.follow(KEYS, true, Long.MAX_VALUE).close();
        open.forEach(Following::close);
    }

    @Test
    void whoFollowsIsToldWhenTheGatewayCloses() {
        try (Following before = watches.follow(KEYS, true, Long.MAX_VALUE)) {
            watches.close();

            assertThatThrownBy(before::take).hasMessage(STOPPED);
            try (Following after = watches.follow(KEYS, true, Long.MAX_VALUE)) {
                assertThatThrownBy(after::take).hasMessage(STOPPED);
            }
        }
    }

    @Test
    void whatItIsEndedWithCountsOnce() {
        try (Following following = watches.follow(KEYS, true, Long.MAX_VALUE)) {
            following.end(new IllegalStateException("first"));
            following.end(new IllegalStateException("second"));

            assertThatThrownBy(following::take).hasMessage("first");
        }
    }
}
