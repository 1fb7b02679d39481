package org.allmende.gateway.etcd.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.coordination.KeyRange;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.SoloNode;
import org.allmende.gateway.etcd.auth.AuthSettings;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.store.ForwardingStore;
import org.allmende.gateway.etcd.store.LocalStore;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watchers of a gateway whose network says how far it is and does not answer for a while what has happened. */
@Timeout(60)
class WatchersThroughOutageTest {
    private static final List<KeyRange> KEYS = List.of(KeyRange.prefix(Bytes.utf8("k/")));
    private static final int TIMES = 3;

    @TempDir
    Path dir;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger askedInVain = new AtomicInteger();
    private SoloNode node;
    private Store store;
    private WatchService watches;

    @BeforeEach
    void start() throws IOException {
        node = SoloNode.start(dir);
        // It only reads, so it may sign as anybody.
        store = new AwayStore(new LocalStore(
                node.port, node.coordination, SoloNode.KEYSPACE, Digests.sha256("reader"), InstantSource.system()));
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

    /** Answers nothing about the past while it is away. */
    private final class AwayStore extends ForwardingStore {
        AwayStore(Store store) {
            super(store);
        }

        @Override
        public Reading local() {
            return away(super.local());
        }

        @Override
        public Reading above(long height, Duration patience) throws InterruptedException {
            return away(super.above(height, patience));
        }
    }

    private Reading away(Reading reading) {
        return (Reading) Proxy.newProxyInstance(
                Reading.class.getClassLoader(), new Class<?>[] {Reading.class}, (_, method, arguments) -> {
                    if (method.getName().equals("history") && away.get()) {
                        askedInVain.incrementAndGet();
                        throw new UnavailableException(Cause.NOT_ORDERING, "too few nodes answer");
                    }
                    try {
                        return method.invoke(reading, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            var _ = KVGrpc.newBlockingStub(node.channel)
                    .put(Rpc.PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("k/" + i))
                            .build());
        }
    }

    private static List<Long> take(Following following, int count) throws InterruptedException {
        List<Long> taken = new ArrayList<>();
        while (taken.size() < count) {
            for (Mvcc.Event event : following.take().orElseThrow()) {
                taken.add(event.getKv().getModRevision());
            }
        }
        return taken;
    }

    private void awaitOutage() {
        int before = askedInVain.get();
        await().atMost(Duration.ofMinutes(1)).until(() -> askedInVain.get() >= before + TIMES);
    }

    @Test
    void whoHasSeenEverythingIsToldAfterwardsWhatItMissed() throws Exception {
        try (Following following = watches.follow(KEYS, false, 2)) {
            put(1);
            assertThat(take(following, 1)).containsExactly(2L);

            away.set(true);
            put(3);
            awaitOutage();
            away.set(false);

            assertThat(take(following, 3)).containsExactly(3L, 4L, 5L);
            put(1);
            assertThat(take(following, 1)).containsExactly(6L);
        }
    }

    @Test
    void whoReadsThePastGoesOnWhereItWas() throws Exception {
        put(3);
        away.set(true);
        try (Following following = watches.follow(KEYS, false, 2)) {
            awaitOutage();
            away.set(false);

            assertThat(take(following, 3)).containsExactly(2L, 3L, 4L);
        }
    }
}
