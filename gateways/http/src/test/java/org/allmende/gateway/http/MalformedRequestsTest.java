package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no sound request at all is answered by a problem too, and never harms the next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestsTest {
    private final TestNode node = new TestNode(
            HttpSettings.onLoopback(0).withLimits(TestLimits.with(limits -> limits.bodyBytesMax = 1_000)));

    @AfterAll
    void close() {
        node.close();
    }

    record Row(String what, String request, int status, String reason) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Row> rows() {
        String host = "Host: localhost\r\nConnection: close\r\n";
        String post = "POST /v1/transactions HTTP/1.1\r\n" + host;
        return List.of(
                new Row("no HTTP", "hello\r\n\r\n", 400, "BAD_REQUEST"),
                new Row("no version", "GET /\r\n\r\n", 400, "BAD_REQUEST"),
                new Row("HTTP/1.0", "GET / HTTP/1.0\r\n" + host + "\r\n", 505, "HTTP_VERSION"),
                new Row("HTTP/3.7", "GET / HTTP/3.7\r\n" + host + "\r\n", 400, "BAD_REQUEST"),
                new Row("no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "BAD_REQUEST"),
                new Row("two Hosts", "GET / HTTP/1.1\r\nHost: evil.example\r\n" + host + "\r\n", 400, "BAD_REQUEST"),
                new Row("a header without a colon", "GET / HTTP/1.1\r\n" + host + "hello\r\n\r\n", 400, "BAD_REQUEST"),
                new Row("a path with an empty segment", "GET //v1/status HTTP/1.1\r\n" + host + "\r\n", 404,
                        "NO_SUCH_PATH"),
                new Row("an illegal path", "GET /<> HTTP/1.1\r\n" + host + "\r\n", 400, "BAD_REQUEST"),
                new Row("an illegal query", "GET /health?a=%zz HTTP/1.1\r\n" + host + "\r\n", 400, "BAD_REQUEST"),
                new Row("a first line at the limit", firstLineOf(HttpLimits.DEFAULT.targetBytesMax()) + host + "\r\n", 404,
                        "NO_SUCH_PATH"),
                new Row("a first line past the limit", firstLineOf(HttpLimits.DEFAULT.targetBytesMax() + 1) + host + "\r\n",
                        414, "TARGET_TOO_LONG"),
                new Row("headers at the limit",
                        "GET /nope HTTP/1.1\r\n" + headersOf(HttpLimits.DEFAULT.headerBytesMax(), host) + "\r\n", 404,
                        "NO_SUCH_PATH"),
                new Row("headers past the limit",
                        "GET /nope HTTP/1.1\r\n" + headersOf(HttpLimits.DEFAULT.headerBytesMax() + 1, host) + "\r\n", 400,
                        "BAD_REQUEST"),
                new Row("a length that is none", post + "Content-Length: ten\r\n\r\n", 400, "BAD_REQUEST"),
                new Row("a negative length", post + "Content-Length: -1\r\n\r\n", 400, "BAD_REQUEST"),
                new Row("a length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400, "BAD_REQUEST"),
                new Row("a body past twice the limit", post + "Content-Length: 2001\r\n\r\n", 413, "TOO_LARGE"),
                new Row("chunks past the limit",
                        post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + "a".repeat(1_001) + "\r\n0\r\n\r\n",
                        413, "TOO_LARGE"),
                new Row("chunks past twice the limit",
                        post + "Transfer-Encoding: chunked\r\n\r\n7d1\r\n" + "a".repeat(2_001) + "\r\n0\r\n\r\n",
                        413, "TOO_LARGE"),
                new Row("chunks past twice the limit where no body is wanted",
                        "POST /nope HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n7d1\r\n"
                                + "a".repeat(2_001) + "\r\n0\r\n\r\n",
                        413, "TOO_LARGE"),
                new Row("a compressed body",
                        post + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", 400, "BAD_REQUEST"));
    }

    /** The bytes are those of the line with its carriage return, as Helidon counts them. */
    private static String firstLineOf(int bytes) {
        String around = "GET / HTTP/1.1\r";
        return "GET /" + "a".repeat(bytes - around.length()) + " HTTP/1.1\r\n";
    }

    /** The bytes are those of the lines with their ends, without the empty line after them. */
    private static String headersOf(int bytes, String host) {
        String around = host + "A: \r\n";
        return host + "A: " + "a".repeat(bytes - around.length()) + "\r\n";
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAProblem(Row row) throws Exception {
        String answer = RawClient.exchange(node.gateway, row.request());

        assertThat(answer).startsWith("HTTP/1.1 " + row.status() + " ");
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer).contains("\"reason\":\"" + row.reason() + "\"", "\"advice\":", "\"detail\":");
        assertThat(node.client.get("/health").status()).isEqualTo(200);
    }

    @Test
    void theHostInTheTargetDoesNotCountAgainstTheHeader() throws Exception {
        String answer = RawClient.exchange(
                node.gateway,
                "GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void aBodyAnnouncedAndNeverSentEndsWithItsConnection() throws Exception {
        try (RawClient raw = new RawClient(node.gateway)) {
            raw.send("POST /v1/transactions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
        }
        assertThat(node.client.post("/v1/transactions", Bytes.utf8("abc")).status()).isEqualTo(400);
    }

    @Test
    void anExpectationIsMetOnlyWhereTheBodyIsWanted() throws Exception {
        String expecting = "Host: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
        try (RawClient raw = new RawClient(node.gateway)) {
            String answer = raw.send("POST /v1/transactions HTTP/1.1\r\n" + expecting + "abc").readToEnd();
            assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("MALFORMED");
        }
        try (RawClient raw = new RawClient(node.gateway)) {
            assertThat(raw.send("POST /nope HTTP/1.1\r\n" + expecting).readToEnd()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void requestsSentAtOnceAreAnsweredInTurn() throws Exception {
        String one = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String last = "GET /nope HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        String answers = RawClient.exchange(node.gateway, one + one + last);
        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
        assertThat(answers.indexOf("HTTP/1.1 404")).isGreaterThan(answers.lastIndexOf("HTTP/1.1 200"));
    }
}
