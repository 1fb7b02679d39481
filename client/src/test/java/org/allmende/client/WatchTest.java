package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.KeyspaceAnswer;
import org.allmende.coordination.KeyspaceInfo;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.EventPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watch through nodes that come and go: every revision once, in order. */
@Timeout(20)
class WatchTest {
    private static final String PATH = "/v1/keyspaces/default/watch";
    private static final AccountId ACCOUNT = new AccountId(Bytes.hex("55".repeat(32)));

    private final FakeNetwork network = new FakeNetwork("home");

    private static NetworkClient client(FakeNode... nodes) {
        return NetworkClient.open(
                ClientSettings.of(Arrays.stream(nodes).map(FakeNode::uri).toList())
                        .withQuietPatience(Duration.ofMillis(300)));
    }

    private static Watch watch(NetworkClient client, long from) throws IOException, InterruptedException {
        return client.watch("default", KeyRange.ALL, from, false);
    }

    private static List<Long> revisions(Watch watch, int count) throws IOException, InterruptedException {
        List<Long> revisions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            revisions.add(watch.next().revision());
        }
        return revisions;
    }

    private static KeyEvent event(long revision) {
        KeyValue keyValue = new KeyValue(Bytes.utf8("k"), revision, revision, 1, Bytes.utf8("v"), 0);
        return new KeyEvent(KeyEvent.Kind.PUT, keyValue, Optional.empty());
    }

    private static String message(long revision) {
        return "id: " + revision + "\ndata: "
                + base64(new HistoryAnswer.Page(9, revision, revision + 1, List.of(event(revision)))) + "\n";
    }

    private static String[] messages(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(WatchTest::message).toArray(String[]::new);
    }

    private static String heartbeat(long revision) {
        return ":\nid: " + revision + "\n";
    }

    private static String base64(HistoryAnswer answer) {
        return Base64.getEncoder().encodeToString(FakeNode.encoded(HistoryAnswer.class, answer).toArray());
    }

    private static long asked(FakeNode node, String path) {
        return node.requests.stream().filter(each -> each.contains(path)).count();
    }

    @Test
    void everyRevisionIsToldWithItsEvents() throws Exception {
        try (FakeNode node = new FakeNode(network);
                NetworkClient client = client(node)) {
            node.on(PATH, node.streaming(true, messages(5, 6)));
            try (Watch watch = watch(client, 5)) {
                assertThat(watch.next()).isEqualTo(new Watch.Changes(5, 9, List.of(event(5))));
                assertThat(watch.next()).isEqualTo(new Watch.Changes(6, 9, List.of(event(6))));
                assertThat(watch.trouble()).isEmpty();
                assertThat(node.requests.getLast())
                        .isEqualTo("GET " + PATH + "?as=borsh&startRevision=5&key=AA&rangeEnd=AA");
            }
        }
    }

    @Test
    void itGoesOnAtTheNextNodeAfterTheLastRevisionSeen() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on(PATH, a.streaming(false, messages(5, 7)));
            b.on(PATH, b.streaming(true, messages(8, 9)));
            try (Watch watch = watch(client, 5)) {
                assertThat(revisions(watch, 5)).containsExactly(5L, 6L, 7L, 8L, 9L);
                assertThat(b.requests.getLast()).contains("startRevision=8");
            }
        }
    }

    @Test
    void aNodeThatTellsWhatWasSeenIsNotHeardTwice() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on(PATH, a.streaming(false, messages(5, 7)));
            b.on(PATH, b.streaming(true, messages(5, 8)));
            try (Watch watch = watch(client, 5)) {
                assertThat(revisions(watch, 4)).containsExactly(5L, 6L, 7L, 8L);
            }
        }
    }

    @Test
    void aRevisionCutInTheMiddleIsReadAgain() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on(PATH, a.streaming(false, message(5), message(6).substring(0, 20)));
            b.on(PATH, b.streaming(true, messages(6, 7)));
            try (Watch watch = watch(client, 5)) {
                assertThat(revisions(watch, 3)).containsExactly(5L, 6L, 7L);
                assertThat(b.requests.getLast()).contains("startRevision=6");
            }
        }
    }

    @Test
    void aSilentNodeIsLeftForTheNextAndHeartbeatsSayHowFarItWas() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on(PATH, a.streaming(true, heartbeat(20)));
            b.on(PATH, b.streaming(true, messages(30, 30)));
            try (Watch watch = watch(client, 5)) {
                assertThat(revisions(watch, 1)).containsExactly(30L);
                assertThat(b.requests.getLast()).contains("startRevision=21");
            }
        }
    }

    @Test
    void aHeartbeatFromBehindDoesNotTurnTheWatchBack() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on(PATH, a.streaming(false, message(7), heartbeat(3)));
            b.on(PATH, b.streaming(true, message(8)));
            try (Watch watch = watch(client, 5)) {
                assertThat(revisions(watch, 2)).containsExactly(7L, 8L);
                assertThat(b.requests.getLast()).contains("startRevision=8");
            }
        }
    }

    @Test
    void fromNowOnMeansAfterWhateverTheNetworkHasDoneBefore() throws Exception {
        KeyspaceAnswer keyspace =
                new KeyspaceAnswer.Found(9, new KeyspaceInfo("default", ACCOUNT, 41, -1), List.of());
        try (FakeNode node = new FakeNode(network);
                NetworkClient client = client(node)) {
            node.on(
                    "/v1/keyspaces/default",
                    exchange -> FakeNode.borsh(exchange, 200, FakeNode.encoded(KeyspaceAnswer.class, keyspace)));
            node.on(PATH, node.streaming(true, message(42)));
            try (Watch watch = watch(client, 0)) {
                assertThat(revisions(watch, 1)).containsExactly(42L);
                assertThat(node.requests).contains("GET /v1/keyspaces/default?consistency=linearizable");
                assertThat(node.requests.getLast()).contains("startRevision=42");
            }
        }
    }

    @Test
    void whatWasGivenUpIsSaidNotPassedOver() throws Exception {
        try (FakeNode node = new FakeNode(network);
                NetworkClient client = client(node)) {
            node.on(
                    PATH,
                    node.streaming(
                            true,
                            message(5),
                            "event: compacted\ndata: " + base64(new HistoryAnswer.Compacted(9, 50, 30)) + "\n"));
            try (Watch watch = watch(client, 5)) {
                assertThat(revisions(watch, 1)).containsExactly(5L);
                for (int again = 0; again < 2; again++) {
                    assertThatThrownBy(watch::next)
                            .isInstanceOfSatisfying(
                                    CompactedException.class,
                                    gone -> assertThat(gone.compactRevision()).isEqualTo(30));
                }
            }
        }
    }

    @Test
    void aWatchThatNoNodeWouldServeEndsAtOnce() throws Exception {
        try (FakeNode node = new FakeNode(network).on(PATH, FakeNode.refusing(404, "KEYSPACE_NOT_FOUND"));
                NetworkClient client = client(node);
                Watch watch = watch(client, 5)) {
            assertThatThrownBy(watch::next)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo("KEYSPACE_NOT_FOUND"));
        }
    }

    @Test
    void aRefusalInTheStreamEndsIt() throws Exception {
        String refused = base64(new HistoryAnswer.Refused(9, CoordinationReason.KEYSPACE_NOT_FOUND));
        try (FakeNode node = new FakeNode(network);
                NetworkClient client = client(node)) {
            node.on(PATH, node.streaming(true, "event: refused\ndata: " + refused + "\n"));
            try (Watch watch = watch(client, 5)) {
                assertThatThrownBy(watch::next).isInstanceOf(RefusedException.class);
            }
        }
    }

    @Test
    void aNodeThatOnceServedAndNowRefusesMayOnlyBeBehind() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeNode node = new FakeNode(network);
                NetworkClient client = client(node)) {
            node.on(PATH, exchange -> {
                switch (asked.incrementAndGet()) {
                    case 1 -> node.streaming(false, message(5)).to(exchange);
                    case 2 -> FakeNode.refusing(404, "KEYSPACE_NOT_FOUND").to(exchange);
                    case 3 -> FakeNode.refusing(503, "STOPPING").to(exchange);
                    default -> node.streaming(true, message(6)).to(exchange);
                }
            });
            try (Watch watch = watch(client, 5)) {
                assertThat(revisions(watch, 2)).containsExactly(5L, 6L);
            }
        }
    }

    @Test
    void nothingIsMadeUpWhileNoNodeStreamsAndTroubleSaysWhy() throws Exception {
        try (FakeNode node = new FakeNode(network).on(PATH, FakeNode.refusing(503, "STOPPING"));
                NetworkClient client = client(node);
                Watch watch = watch(client, 5)) {
            assertThat(watch.next(Duration.ofMillis(100))).isEmpty();
            assertThat(watch.trouble()).isPresent();
            assertThat(asked(node, PATH)).isPositive();
        }
    }

    @Test
    void closingTellsWhoeverWaits() throws Exception {
        try (FakeNode node = new FakeNode(network);
                NetworkClient client = client(node)) {
            node.on(PATH, node.streaming(true, heartbeat(4)));
            Watch watch = watch(client, 5);
            Thread closing = Thread.ofVirtual().unstarted(watch::close);
            closing.start();
            assertThatThrownBy(watch::next).isInstanceOf(IOException.class).hasMessageContaining("closed");
            closing.join();
        }
    }

    @Test
    void eventsComeOnceAndInOrder() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on("/v1/events", a.streaming(false, ":\nid: 3-2147483647\n", placed(4, 0), placed(4, 1)));
            b.on("/v1/events", b.streaming(true, placed(4, 1), placed(9, 0)));
            try (EventFeed feed = client.events()) {
                assertThat(feed.next()).isEqualTo(new EventFeed.Item.Happened(event(4, 0)));
                assertThat(feed.next()).isEqualTo(new EventFeed.Item.Happened(event(4, 1)));
                assertThat(feed.next()).isEqualTo(new EventFeed.Item.Happened(event(9, 0)));
                assertThat(b.requests.getLast()).isEqualTo("GET /v1/events?as=borsh&lastEventId=4-1");
            }
        }
    }

    @Test
    void eventsThatOneNodeDoesNotHaveAreAskedForAtTheOthers() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on("/v1/events", a.streaming(true, "event: gap\nid: 8-5\ndata: {}\n", placed(9, 0)));
            b.on("/v1/events", b.streaming(true, placed(5, 0)));
            try (EventFeed feed = client.eventsAfter(new EventPlace(4, 1))) {
                assertThat(feed.next()).isEqualTo(new EventFeed.Item.Happened(event(5, 0)));
            }
        }
    }

    @Test
    void eventsThatNoNodeHasAreSaidToBeMissed() throws Exception {
        try (FakeNode a = new FakeNode(network);
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            a.on("/v1/events", a.streaming(true, "event: gap\nid: 8-5\ndata: {}\n", placed(9, 0)));
            b.on("/v1/events", b.streaming(true, "event: gap\nid: 7-5\ndata: {}\n", placed(9, 0)));
            try (EventFeed feed = client.eventsAfter(new EventPlace(4, 1))) {
                assertThat(feed.next())
                        .isEqualTo(new EventFeed.Item.Missed(new EventPlace(4, 1), new EventPlace(7, 5)));
                assertThat(feed.next()).isEqualTo(new EventFeed.Item.Happened(event(9, 0)));
            }
        }
    }

    private static Placed event(long height, int index) {
        return new Placed(new EventPlace(height, index), 1_000, 0, new LedgerEvent.AccountOpened(ACCOUNT, ACCOUNT));
    }

    private static String placed(long height, int index) {
        Bytes placed = FakeNode.encoded(Placed.class, event(height, index));
        return "id: " + height + "-" + index + "\ndata: "
                + Base64.getEncoder().encodeToString(placed.toArray()) + "\n";
    }
}
