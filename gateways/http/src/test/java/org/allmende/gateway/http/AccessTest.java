package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose pages may do what. The gateway has no path yet that is not open to every origin, so the test adds one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private final TestNode node = new TestNode(
            HttpSettings.onLoopback(0)
                    .withAllowedHosts("node.example")
                    .withAllowedOrigins("https://console.example"),
            Route.post("/act", SignedTransaction.class, call -> new Reply.Whole(200, "text/plain", Bytes.utf8("done"))));

    @AfterAll
    void close() {
        node.close();
    }

    private String request(String method, String path, String... headers) throws IOException {
        return RawClient.exchange(
                node.gateway,
                method + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n");
    }

    private String own() {
        return "Host: localhost:" + node.gateway.port();
    }

    // ---- Host

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8080", "Node.Example:443"})
    void aHostThatIsThisNodeIsAnswered(String host) throws Exception {
        assertThat(request("GET", "/health", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil.example:80",
                "127.0.0.2",
                "localhost.",
                "[::2]",
                "0.0.0.0",
                "node.example.evil.example"
            })
    void anyOtherHostIsMisdirected(String host) throws Exception {
        for (String path : List.of("/health", "/nope", "/v1/events")) {
            assertThat(request("GET", path, "Host: " + host)).startsWith("HTTP/1.1 421").contains("WRONG_HOST");
        }
        assertThat(request("OPTIONS", "/v1/transactions", "Host: " + host, "Origin: http://" + host))
                .startsWith("HTTP/1.1 421")
                .doesNotContainIgnoringCase("Access-Control");
    }

    // ---- Origin

    @Test
    void pagesOfEveryOriginMayReadAndSubmit() throws Exception {
        for (String path : List.of("/health", "/v1/status", "/v1/keyspaces?consistency=local")) {
            String answer = request("GET", path, own(), "Origin: https://anybody.example");
            assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("Access-Control-Allow-Origin: *");
            assertThat(answer).doesNotContainIgnoringCase("Access-Control-Allow-Credentials");
        }
        assertThat(request("POST", "/v1/transactions", own(), "Origin: null", "Content-Length: 0"))
                .as("a refusal can be read as well")
                .startsWith("HTTP/1.1 400")
                .containsIgnoringCase("Access-Control-Allow-Origin: *");
    }

    @Test
    void beforeASubmissionABrowserIsToldThatItMay() throws Exception {
        String answer = request(
                "OPTIONS",
                "/v1/transactions",
                own(),
                "Origin: https://anybody.example",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type");
        assertThat(answer).startsWith("HTTP/1.1 204");
        assertThat(answer)
                .containsIgnoringCase("Access-Control-Allow-Origin: *")
                .containsIgnoringCase("Access-Control-Allow-Methods: OPTIONS, POST")
                .containsIgnoringCase("Access-Control-Allow-Headers: Accept, Content-Type, Last-Event-ID")
                .containsIgnoringCase("Allow: OPTIONS, POST");
    }

    @Test
    void otherPathsAreForProgramsAndOwnPagesAndConfiguredOrigins() throws Exception {
        String length = "Content-Length: 0";
        assertThat(request("POST", "/act", own(), length)).startsWith("HTTP/1.1 200");
        assertThat(request("POST", "/act", own(), length, "Origin: http://localhost:" + node.gateway.port()))
                .startsWith("HTTP/1.1 200");
        assertThat(request("POST", "/act", own(), length, "Origin: https://Console.example"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Access-Control-Allow-Origin: https://console.example")
                .containsIgnoringCase("Vary: Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost",
                "https://localhost",
                "http://console.example",
                "https://console.example.evil.example",
                "https://console.example:444"
            })
    void otherPathsAreRefusedToPagesOfOtherOrigins(String origin) throws Exception {
        assertThat(request("POST", "/act", own(), "Content-Length: 0", "Origin: " + origin))
                .startsWith("HTTP/1.1 403")
                .contains("WRONG_ORIGIN")
                .doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(request(
                        "OPTIONS", "/act", own(), "Origin: " + origin, "Access-Control-Request-Method: POST"))
                .startsWith("HTTP/1.1 204")
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    // ---- HEAD and OPTIONS

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        TestClient.Answer get = node.client.get("/v1/network");
        TestClient.Answer head = node.client.send("HEAD", "/v1/network", Bytes.EMPTY);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEqualTo(Bytes.EMPTY);
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(head.header("Content-Type")).isEqualTo("application/json");
        assertThat(node.client.send("HEAD", "/nope", Bytes.EMPTY).status()).isEqualTo(404);
    }

    @Test
    void headOfAStreamOpensNone() throws Exception {
        TestClient.Answer head = node.client.send("HEAD", "/v1/events", Bytes.EMPTY);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(node.client.get("/metrics").text()).contains("allmende_http_streams 0.0");
    }

    @Test
    void optionsTellsTheMethods() throws Exception {
        assertThat(request("OPTIONS", "/v1/status", own()))
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("Allow: GET, HEAD, OPTIONS");
        assertThat(request("OPTIONS", "/nope", own())).startsWith("HTTP/1.1 404");
    }

    @Test
    void nothingIsKeptByCachesOrGuessedByBrowsers() throws Exception {
        TestClient.Answer answer = node.client.get("/v1/status");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
