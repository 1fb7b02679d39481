package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.allmende.coordination.CoordinationEvent;
import org.allmende.gateway.http.EventReader.Message;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.EventPlace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final TestNode node = new TestNode(HttpSettings.onLoopback(0)
            .withLimits(TestLimits.with(limits -> limits.heartbeatMillis = 50)));

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void eventsComeInOrderFromNowOnUnderTheirPlaces() throws Exception {
        node.write("before", "1");
        try (EventReader events = node.client.stream("/v1/events")) {
            assertThat(events.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");
            awaitOpen(events);
            node.write("a", "1");
            node.write("b", "1");

            Message first = events.next();
            assertThat(first.id()).isEqualTo("3-0");
            assertThat(first.json().at("/place/height").longValue()).isEqualTo(3);
            assertThat(first.json().at("/event/type").stringValue()).isEqualTo("keys_changed");
            assertThat(first.json().at("/event/application").stringValue()).isEqualTo("coordination");
            assertThat(events.next().id()).isEqualTo("4-0");
        }
    }

    @Test
    void aReaderResumesAfterWhatItHasSeenByHeaderOrParameter() throws Exception {
        for (int i = 0; i < 5; i++) {
            node.write("k" + i, "v");
        }
        try (EventReader byHeader = node.client.stream("/v1/events", "Last-Event-ID", "4-0");
                EventReader byParameter = node.client.stream("/v1/events?lastEventId=4-0")) {
            assertThat(byHeader.next().id()).isEqualTo("5-0");
            assertThat(byHeader.next().id()).isEqualTo("6-0");
            assertThat(byParameter.next().id()).isEqualTo("5-0");
        }
    }

    @Test
    void theOldestCanBeAskedForAndBorshToo() throws Exception {
        node.write("a", "1");
        try (EventReader events = node.client.stream("/v1/events?from=oldest&as=borsh")) {
            Placed placed = decode(events.next());
            while (!(placed.event() instanceof CoordinationEvent.KeysChanged)) {
                placed = decode(events.next());
            }
            assertThat(placed.place()).isEqualTo(new EventPlace(2, 0));
            assertThat(placed.event()).isEqualTo(new CoordinationEvent.KeysChanged(TestNode.KEYSPACE, 2, 1));
        }
    }

    private Placed decode(Message message) throws Exception {
        return node.port
                .schema()
                .codec(Placed.class)
                .decode(Bytes.wrap(Base64.getDecoder().decode(message.data())));
    }

    @Test
    void readersThatComeAndGoWhileOthersWriteSeeEachEventOnce() throws Exception {
        int writes = 300;
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < writes; i++) {
                node.write("k" + i, "v");
            }
        });
        List<String> seen = new ArrayList<>();
        String lastEventId = "1-2147483647";
        while (seen.size() < writes) {
            try (EventReader events = node.client.stream("/v1/events", "Last-Event-ID", lastEventId)) {
                for (int i = 0; i < 37 && seen.size() < writes; i++) {
                    lastEventId = events.next().id();
                    seen.add(lastEventId);
                }
            }
        }
        writer.join();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            expected.add((i + 2) + "-0");
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void whatThisNodeDidNotSeeIsAGapAndNotSilence() throws Exception {
        try (TestNode other = new TestNode();
                EventReader events = node.client.stream("/v1/events")) {
            awaitOpen(events);
            other.write("a", "1");
            other.write("b", "1");
            node.engine.takeOver(other.engine);
            Message gap = events.next();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.json().get("seen").stringValue()).isEqualTo("1-2147483647");
            assertThat(gap.json().get("goesOnAfter").stringValue()).isEqualTo("3-2147483647");
            assertThat(gap.id()).isEqualTo("3-2147483647");
            node.write("c", "1");
            assertThat(events.next().id()).isEqualTo("4-0");
        }
        try (EventReader late = node.client.stream("/v1/events?lastEventId=2-0");
                EventReader level = node.client.stream("/v1/events?lastEventId=3-2147483647")) {
            Message gap = late.next();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.json().get("seen").stringValue()).isEqualTo("2-0");
            assertThat(gap.json().get("goesOnAfter").stringValue()).isEqualTo("3-2147483647");
            assertThat(late.next().id()).isEqualTo("4-0");
            assertThat(level.next().id()).isEqualTo("4-0");
            assertThat(late.hasMore() || level.hasMore()).isFalse();
        }
    }

    @Test
    void aQuietStreamShowsThatItLivesAndHowFarItHasCome() throws Exception {
        try (EventReader events = node.client.stream("/v1/events")) {
            await().until(() -> events.heartbeats() >= 3);
            assertThat(events.lastEventId()).isEqualTo("1-2147483647");
            assertThat(events.hasMore()).isFalse();
        }
    }

    @Test
    void thereAreOnlySoManyStreamsAndAPlaceComesFreeWhenAReaderIsGone() throws Exception {
        HttpLimits two = TestLimits.with(limits -> {
            limits.heartbeatMillis = 50;
            limits.streamsMax = 2;
        });
        try (TestNode small = new TestNode(HttpSettings.onLoopback(0).withLimits(two))) {
            EventReader first = small.client.stream("/v1/events");
            EventReader second = small.client.stream("/v1/keyspaces/default/watch");
            awaitOpen(first);
            awaitOpen(second);
            assertThat(small.client.get("/metrics").text()).contains("allmende_http_streams 2.0");
            TestClient.Answer refused = small.client.get("/v1/events");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().get("reason").stringValue()).isEqualTo("TOO_MANY_STREAMS");
            assertThat(refused.header("Retry-After")).isNotEmpty();

            first.close();
            await().untilAsserted(() -> {
                try (EventReader third = small.client.stream("/v1/events")) {
                    assertThat(third.response().statusCode()).isEqualTo(200);
                }
            });
        }
    }

    @Test
    void streamsEndWhenTheGatewayStops() throws Exception {
        try (EventReader events = node.client.stream("/v1/events")) {
            awaitOpen(events);
            node.gateway.close();
            await().until(events::hasEnded);
        }
    }

    private static void awaitOpen(EventReader reader) {
        await().until(() -> reader.heartbeats() > 0);
    }
}
