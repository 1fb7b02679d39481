package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestClient.key;
import static org.allmende.gateway.http.TestNode.KEYSPACE;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.KeyRange;
import org.allmende.gateway.http.EventReader.Message;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WatchTest {
    private static final String WATCH = "/v1/keyspaces/default/watch";

    private final TestNode node = new TestNode(HttpSettings.onLoopback(0)
            .withLimits(TestLimits.with(limits -> limits.heartbeatMillis = 50)));

    @AfterEach
    void close() {
        node.close();
    }

    private void deleteAll() {
        KeyRange all = KeyRange.ALL;
        node.port.submit(node.sign(
                OWNER,
                new CoordinationOperation.DeleteRange(
                        KEYSPACE, new DeleteRangeRequest(all.key(), all.rangeEnd(), false))));
    }

    private void compact(long revision) {
        node.port.submit(node.sign(OWNER, new CoordinationOperation.Compact(KEYSPACE, revision)));
    }

    @Test
    void changesComeFromNowOnUnderTheirRevisions() throws Exception {
        node.write("a", "1");
        try (EventReader watch = node.client.stream(WATCH)) {
            await().until(() -> watch.heartbeats() > 0);
            node.write("a", "2");

            Message message = watch.next();
            assertThat(message.id()).isEqualTo("3");
            JsonNode json = message.json();
            assertThat(json.get("type").stringValue()).isEqualTo("page");
            assertThat(json.get("height").longValue()).isEqualTo(node.port.view().height());
            assertThat(json.get("nextRevision").longValue()).isEqualTo(4);
            assertThat(json.at("/events/0/kind").stringValue()).isEqualTo("PUT");
            assertThat(json.at("/events/0/keyValue/keyText").stringValue()).isEqualTo("a");
            assertThat(json.at("/events/0/keyValue/valueText").stringValue()).isEqualTo("2");
            assertThat(json.at("/events/0/keyValue/version").longValue()).isEqualTo(2);
            assertThat(json.at("/events/0/prevKv").isNull()).isTrue();
        }
    }

    @Test
    void theWatchedKeysAreAKeyOrARange() throws Exception {
        node.write("a", "1");
        node.write("b", "1");
        node.write("b1", "1");
        node.write("c", "1");
        try (EventReader one = node.client.stream(WATCH + "?startRevision=1&key=" + key("b"));
                EventReader range = node.client.stream(
                        WATCH + "?startRevision=1&key=" + key("b") + "&rangeEnd=" + key("c"))) {
            assertThat(one.next().id()).isEqualTo("3");
            assertThat(range.next().id()).isEqualTo("3");
            assertThat(range.next().id()).isEqualTo("4");
            await().until(() -> one.lastEventId().equals("5") && range.lastEventId().equals("5"));
            assertThat(one.hasMore() || range.hasMore()).isFalse();
        }
    }

    @Test
    void aRevisionIsOneMessageHoweverManyKeysItChanged() throws Exception {
        for (int i = 0; i < 20; i++) {
            node.write("k" + i, "v");
        }
        deleteAll();
        try (EventReader watch = node.client.stream(WATCH + "?startRevision=22&prevKv=true")) {
            JsonNode json = watch.next().json();
            assertThat(json.get("events").size()).isEqualTo(20);
            assertThat(json.at("/events/7/kind").stringValue()).isEqualTo("DELETE");
            assertThat(json.at("/events/7/prevKv/valueText").stringValue()).isEqualTo("v");
        }
    }

    @Test
    void aWatchOfTheFutureWaitsForIt() throws Exception {
        try (EventReader watch = node.client.stream(WATCH + "?startRevision=4")) {
            await().until(() -> watch.heartbeats() > 0);
            node.write("a", "1");
            node.write("b", "1");
            node.write("c", "1");
            assertThat(watch.next().id()).isEqualTo("4");
        }
    }

    @Test
    void inBorshAMessageIsAHistoryAnswer() throws Exception {
        node.write("a", "1");
        try (EventReader watch = node.client.stream(WATCH + "?startRevision=2&as=borsh")) {
            HistoryAnswer answer = node.port
                    .schema()
                    .codec(HistoryAnswer.class)
                    .decode(Bytes.wrap(Base64.getDecoder().decode(watch.next().data())));
            assertThat(answer).isInstanceOfSatisfying(HistoryAnswer.Page.class, page -> assertThat(page.events())
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.keyValue().key()).isEqualTo(Bytes.utf8("a"))));
        }
    }

    @Test
    void watchersThatComeAndGoWhileOthersWriteSeeEachRevisionOnceAndWhole() throws Exception {
        int rounds = 60;
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < rounds; i++) {
                node.write("a", "" + i);
                node.write("b", "" + i);
                deleteAll();
            }
        });
        List<String> seen = new ArrayList<>();
        String lastEventId = "1";
        long last = 1 + 3L * rounds;
        while (!lastEventId.equals(Long.toString(last))) {
            try (EventReader watch = node.client.stream(WATCH, "Last-Event-ID", lastEventId)) {
                for (int i = 0; i < 17 && !lastEventId.equals(Long.toString(last)); i++) {
                    Message message = watch.next();
                    lastEventId = message.id();
                    seen.add(lastEventId + ":" + message.json().get("events").size());
                }
            }
        }
        writer.join();
        List<String> expected = new ArrayList<>();
        for (long revision = 2; revision <= last; revision++) {
            expected.add(revision + ":" + (revision % 3 == 1 ? 2 : 1));
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void whoAsksForWhatIsCompactedIsToldWhereToGoOn() throws Exception {
        for (int i = 0; i < 5; i++) {
            node.write("a", "" + i);
        }
        compact(4);
        try (EventReader watch = node.client.stream(WATCH, "Last-Event-ID", "2")) {
            Message message = watch.next();
            assertThat(message.event()).isEqualTo("compacted");
            assertThat(message.json().get("compactRevision").longValue()).isEqualTo(4);
            await().until(watch::hasEnded);
        }
        TestClient.Answer range = node.client.get("/v1/keyspaces/default/range?revision=3");
        assertThat(range.status()).isEqualTo(410);
        assertThat(range.json().get("reason").stringValue()).isEqualTo("COMPACTED");
        assertThat(range.json().get("compactRevision").longValue()).isEqualTo(4);
    }

    @Test
    void aWatchThatIsUpToDateSurvivesACompaction() throws Exception {
        node.write("a", "1");
        try (EventReader watch = node.client.stream(WATCH)) {
            await().until(() -> watch.lastEventId().equals("2"));
            node.write("a", "2");
            assertThat(watch.next().id()).isEqualTo("3");
            compact(3);
            node.write("a", "3");
            assertThat(watch.next().id()).isEqualTo("4");
        }
    }

    @Test
    void whatOthersChangeMovesTheResumeOnAllTheSame() throws Exception {
        try (EventReader watch = node.client.stream(WATCH + "?key=" + key("mine"))) {
            await().until(() -> watch.lastEventId().equals("1"));
            node.write("other", "1");
            await().until(() -> watch.lastEventId().equals("2"));
            assertThat(watch.hasMore()).isFalse();
            node.write("mine", "1");
            assertThat(watch.next().id()).isEqualTo("3");
        }
    }
}
