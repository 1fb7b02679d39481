package org.allmende.gateway.etcd.lock;

import static org.allmende.gateway.etcd.lock.Contest.PATIENCE;
import static org.allmende.gateway.etcd.lock.Contest.answered;
import static org.allmende.gateway.etcd.lock.Contest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.etcd.protocol.Lockpb.LockResponse;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.gateway.etcd.SoloNode;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of locks, each on a lock of its own. */
class LockTest {
    private static final int MANY = 1_000;
    private static final Bytes WAITING_KEY = Bytes.wrap("place/132".getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path dir;

    private static SoloNode node;
    private static Contest contest;

    @BeforeAll
    static void start() throws IOException {
        node = SoloNode.start(dir);
        contest = new Contest(node.channel);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void whoIsFirstHasTheLockAndItsKeyNamesTheLease() {
        contest.grant(0xa1);

        LockResponse answer = contest.lock("first", 0xa1);

        Mvcc.KeyValue key = contest.line("first").getFirst();
        assertThat(answer.getKey().toStringUtf8()).isEqualTo("first/a1");
        assertThat(answer.getHeader().getRevision()).isEqualTo(key.getCreateRevision());
        assertThat(key.getLease()).isEqualTo(0xa1);
        assertThat(key.getValue()).isEmpty();
    }

    @Test
    void whoHasItAlreadyHasItAgainWithTheSameKey() {
        contest.grant(0xa2);
        contest.lock("again", 0xa2);
        List<Mvcc.KeyValue> before = contest.line("again");

        assertThat(contest.lock("again", 0xa2).getKey().toStringUtf8()).isEqualTo("again/a2");
        assertThat(contest.line("again")).isEqualTo(before);
    }

    @Test
    void whoBringsNoLeaseIsGrantedOneOfAMinute() {
        String key = contest.lock("leaseless", 0).getKey().toStringUtf8();

        long lease = contest.line("leaseless").getFirst().getLease();
        assertThat(key).isEqualTo("leaseless/" + Long.toHexString(lease));
        assertThat(contest.lifeOf(lease)).isEqualTo(60);
    }

    @Test
    void aNegativeLeaseIsWrittenAsGoWritesIt() {
        contest.grant(-0xa3);

        assertThat(contest.lock("negative", -0xa3).getKey().toStringUtf8()).isEqualTo("negative/-a3");
    }

    /** How a lock can become free. */
    enum Release {
        UNLOCKED(0xb1, 0xc1) {
            @Override
            void of(String key, long lease) {
                contest.unlock(key);
            }
        },
        REVOKED(0xb2, 0xc2) {
            @Override
            void of(String key, long lease) {
                contest.revoke(lease);
            }
        },
        ENDED(0xb3, 0xc3) {
            @Override
            void of(String key, long lease) {
                // The holder has been granted the shortest life there is, and does nothing for it.
            }
        };

        private final long holder;
        private final long waiter;

        Release(long holder, long waiter) {
            this.holder = holder;
            this.waiter = waiter;
        }

        abstract void of(String key, long lease);
    }

    @ParameterizedTest
    @EnumSource
    void aLockIsPassedOnToWhoWaits(Release release) throws Exception {
        String name = "passed-" + release;
        long holder = release.holder;
        long waiter = release.waiter;
        contest.grantFor(holder, release == Release.ENDED ? 2 : 600);
        contest.grant(waiter);
        LockResponse first = contest.lock(name, holder);
        ListenableFuture<LockResponse> waiting = contest.queue(name, waiter);
        if (release != Release.ENDED) {
            assertThat(waiting.isDone()).as("nobody has it beside its holder").isFalse();
        }

        release.of(first.getKey().toStringUtf8(), holder);

        LockResponse second = answered(waiting);
        Mvcc.KeyValue key = contest.line(name).getFirst();
        assertThat(second.getKey()).isEqualTo(key.getKey());
        assertThat(key.getCreateRevision())
                .as("what is protected can refuse who comes with an older one")
                .isGreaterThan(first.getHeader().getRevision());
        assertThat(second.getHeader().getRevision()).isGreaterThanOrEqualTo(key.getCreateRevision());
    }

    @Test
    void waitersAreServedInTheOrderTheyCame() throws Exception {
        contest.grant(0xd0, 0xd5, 0xd3, 0xd4, 0xd1);
        contest.lock("order", 0xd0);
        List<ListenableFuture<LockResponse>> waiting = new ArrayList<>();
        for (long lease : new long[] {0xd5, 0xd3, 0xd4, 0xd1}) {
            waiting.add(contest.queue("order", lease));
        }
        String holder = "order/d0";
        for (int i = 0; i < waiting.size(); i++) {
            contest.unlock(holder);
            holder = answered(waiting.get(i)).getKey().toStringUtf8();
            assertThat(holder).isEqualTo(contest.lineKeys("order").getFirst());
            assertThat(waiting.subList(i + 1, waiting.size())).noneMatch(ListenableFuture::isDone);
        }
    }

    @Test
    void whoWaitsBehindSomebodyThatGoesStillWaitsForTheHolder() throws Exception {
        contest.grant(0xe0, 0xe1, 0xe2);
        contest.lock("middle", 0xe0);
        ListenableFuture<LockResponse> middle = contest.queue("middle", 0xe1);
        ListenableFuture<LockResponse> last = contest.queue("middle", 0xe2);

        middle.cancel(true);

        await().atMost(PATIENCE).until(() -> contest.lineKeys("middle").equals(List.of("middle/e0", "middle/e2")));
        assertThat(last.isDone()).isFalse();
        long unlocked = contest.unlock("middle/e0").getHeader().getRevision();
        assertThat(answered(last).getKey().toStringUtf8()).isEqualTo("middle/e2");
        assertThat(answered(last).getHeader().getRevision())
                .as("it was not answered before")
                .isGreaterThanOrEqualTo(unlocked);
    }

    @Test
    void aWaiterWhoseDeadlinePassesLeavesNoKey() throws Exception {
        contest.grant(0xf0, 0xf1);
        contest.lock("deadline", 0xf0);

        ListenableFuture<LockResponse> waiting = contest.lockingFor("deadline", 0xf1, Duration.ofSeconds(2));

        assertThat(refused(() -> answered(waiting))).startsWith("DEADLINE_EXCEEDED");
        await().atMost(PATIENCE).until(() -> contest.lineKeys("deadline").equals(List.of("deadline/f0")));
    }

    @Test
    void aWaiterWhoseLeaseEndsIsToldWithoutWaitingForItsTurn() throws Exception {
        contest.grant(0x101, 0x102);
        contest.lock("expired", 0x101);
        ListenableFuture<LockResponse> waiting = contest.queue("expired", 0x102);

        contest.revoke(0x102);

        assertThat(refused(() -> answered(waiting))).isEqualTo("UNKNOWN: mutex: session is expired");
        assertThat(contest.lineKeys("expired")).containsExactly("expired/101");
    }

    @Test
    void locksOfNamesThatBeginAlikeAreNotTheSame() {
        contest.grant(0x111, 0x112, 0x113);
        contest.lock("alike", 0x111);

        assertThat(contest.lock("alike0", 0x112).getKey().toStringUtf8()).isEqualTo("alike0/112");
        assertThat(contest.lock("alik", 0x113).getKey().toStringUtf8()).isEqualTo("alik/113");
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        contest.grant(0x121);

        assertThat(refused(() -> contest.unlock(""))).isEqualTo("UNKNOWN: etcdserver: key is not provided");
        assertThat(refused(() -> contest.lock("none", 0x999)))
                .isEqualTo("UNKNOWN: etcdserver: requested lease not found");
        String longest = "n".repeat(4_000 - "/121".length());
        assertThat(contest.lock(longest, 0x121).getKey().size()).isEqualTo(4_000);
        assertThat(refused(() -> contest.lock(longest + "n", 0x121)))
                .startsWith("UNKNOWN: etcdserver: a key has at most 4000 bytes");
        assertThat(refused(() -> contest.unlock(longest + "/121n")))
                .startsWith("UNKNOWN: etcdserver: a key has at most 4000 bytes");
    }

    @Test
    void unlockingWhatIsNotLockedIsNoError() {
        long revision = contest.put("before-unlock", "").getHeader().getRevision();

        assertThat(contest.unlock("nothing/1").getHeader().getRevision()).isEqualTo(revision);
    }

    @Test
    void aThousandWaitForOneLockAndLeaveNoKeyWhenTheyGiveUp() throws Exception {
        contest.grant(0x1000);
        String holder = contest.lock("many", 0x1000).getKey().toStringUtf8();
        List<ListenableFuture<LockResponse>> waiting = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            waiting.add(contest.locking("many", 0));
        }
        contest.awaitLine("many", 1 + MANY);

        for (int served = 0; served < 3; served++) {
            contest.unlock(holder);
            String next = contest.lineKeys("many").getFirst();
            int there = served + 1;
            await().atMost(PATIENCE)
                    .until(() -> waiting.stream().filter(ListenableFuture::isDone).count() == there);
            assertThat(waiting.stream().filter(ListenableFuture::isDone).map(LockTest::key)).contains(next);
            holder = next;
        }
        waiting.forEach(each -> each.cancel(true));

        await().atMost(PATIENCE).until(() -> contest.line("many").size() == 1);
        assertThat(contest.lineKeys("many")).as("who has the lock keeps it").containsExactly(holder);
    }

    private static String key(ListenableFuture<LockResponse> answer) {
        try {
            return answered(answer).getKey().toStringUtf8();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoWaitsWhenAGatewayClosesKeepsThePlace(@TempDir Path other) throws Exception {
        try (SoloNode closing = SoloNode.start(other)) {
            Contest before = new Contest(closing.channel);
            before.grant(0x131, 0x132);
            before.lock("place", 0x131);
            ListenableFuture<LockResponse> waiting = before.queue("place", 0x132);

            closing.gateway.close();

            assertThat(refused(() -> answered(waiting))).isEqualTo("UNAVAILABLE: etcdserver: server stopped");
            assertThat(closing.coordination.range(
                            closing.port.view(), SoloNode.KEYSPACE, RangeRequest.of(WAITING_KEY)))
                    .isInstanceOfSatisfying(
                            RangeAnswer.Found.class,
                            found -> assertThat(found.result().count()).isEqualTo(1));
        }
    }
}
