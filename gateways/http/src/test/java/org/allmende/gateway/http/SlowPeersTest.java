package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that stops halfway keeps nothing: its connection is taken from it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowPeersTest {
    private final TestNode node = new TestNode(HttpSettings.onLoopback(0).withLimits(TestLimits.with(limits -> {
        limits.receiveMillisMax = 100;
        limits.sendMillisMax = 100;
        limits.idleMillisMax = 500;
        limits.heartbeatMillis = 20;
    })));

    @AfterAll
    void close() {
        node.close();
    }

    record Row(String what, String sent) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Row> rows() {
        String head = "Host: localhost\r\nContent-Length: 100\r\n";
        return List.of(
                new Row("says nothing", ""),
                new Row("stops in its first line", "GET /hea"),
                new Row("stops in its headers", "GET /health HTTP/1.1\r\nHost: loc"),
                new Row("stops in its body", "POST /v1/transactions HTTP/1.1\r\n" + head + "\r\nabc"),
                new Row("stops in a body nobody wants", "POST /nope HTTP/1.1\r\n" + head + "\r\nabc"),
                new Row(
                        "stops in a chunk",
                        "POST /v1/transactions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\nab"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aPeerThatStopsIsGivenUp(Row row) throws Exception {
        try (RawClient raw = new RawClient(node.gateway)) {
            assertThat(raw.send(row.sent()).readToEnd()).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void aReaderThatTakesNothingFromItsStreamIsGivenUp() throws Exception {
        String large = "x".repeat(400_000);
        try (RawClient raw = new RawClient(node.gateway)) {
            raw.send("GET /v1/keyspaces/default/watch HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> streams() == 1);
            for (int i = 0; i < 40; i++) {
                node.write("a", large);
            }
            await().until(() -> streams() == 0);
        }
    }

    @Test
    void aReaderThatTakesNothingOfAnAnswerIsGivenUp() throws Exception {
        for (int i = 0; i < 8; i++) {
            node.write("large" + i, "x".repeat(1_000_000));
        }
        HttpLimits tight = TestLimits.with(limits -> {
            limits.sendMillisMax = 2_000;
            limits.largeAnswerBytesMax = 1;
        });
        try (HttpGateway gateway =
                        HttpGateway.open(HttpSettings.onLoopback(0).withLimits(tight), node.port, node.coordination);
                RawClient raw = new RawClient(gateway)) {
            raw.send("GET /v1/keyspaces/default/range?consistency=local HTTP/1.1\r\nHost: localhost\r\n\r\n");
            // The only place for a large answer is taken until the reader is given up.
            TestClient other = new TestClient(gateway.uri());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> other.get("/v1/keyspaces/default/range?consistency=local")
                                    .status()
                            == 200);
        }
    }

    private int streams() throws Exception {
        String line = node.client
                .get("/metrics")
                .text()
                .lines()
                .filter(each -> each.startsWith("allmende_http_streams "))
                .findFirst()
                .orElseThrow();
        return (int) Double.parseDouble(line.substring(line.indexOf(' ')));
    }
}
