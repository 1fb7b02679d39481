package org.allmende.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the dashboard is served; what it does is tested in a browser, in the module dashboard/browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardFilesTest {
    private static final Path FILES = Path.of("../../dashboard/src/main/resources/org/allmende/dashboard");

    private final TestNode node = new TestNode();

    @AfterAll
    void close() {
        node.close();
    }

    // ---- the page

    @Test
    void thePageSaysWhereOneIsEvenWithoutScripts() throws Exception {
        TestClient.Answer answer = node.client.get("/");
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text())
                .contains("<title>anna in test</title>", "<noscript>", "data-kind=\"rehearsal\"", "Rehearsal:")
                .contains("node <strong>anna</strong> of network <strong>test</strong>")
                .contains(node.genesis.networkId().toString(), "docs/reference/http.md")
                .doesNotContain("{{", "http:", "https:", "//", "url(", "style=", "onclick");
    }

    @Test
    void thePageNamesEveryPathOfTheGateway() throws Exception {
        String page = node.client.get("/").text();
        for (Route route : node.gateway.routes()) {
            if (!List.of("/", "/dashboard/{file}").contains(route.path())) {
                assertThat(page).contains(route.method() + " " + route.path() + "<");
            }
        }
    }

    @Test
    void thePageMayLoadFromItsNodeAndAskTheNodesOfTheNetworkAndNothingElse() throws Exception {
        assertThat(node.client.get("/").header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                        + "connect-src 'self' http://127.0.0.1:7001; ")
                .contains("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "*", "data:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://node.example:8443", "https://node.example", "http://[fd00::1]:7700"})
    void theAddressOnACardComesIntoThePolicy(String apiUrl) {
        NodeCard card = node.genesis.nodes().getFirst();
        Genesis other = new Genesis(
                "test",
                node.genesis.salt(),
                false,
                TestNode.START,
                node.genesis.parameters(),
                List.of(new NodeCard(
                        "anna", "A", "P", "r", "DE", 1, card.gossipCertificate(), card.gatewayKey(),
                        card.operatorKey(), "127.0.0.1", 7000, apiUrl)),
                List.of());
        assertThat(Dashboard.headers(other).get("Content-Security-Policy"))
                .contains("connect-src 'self' " + apiUrl + "; base-uri");
        assertThat(Dashboard.load().page("anna", other).toText()).contains("data-kind=\"real\"");
    }

    // ---- its files

    @Test
    void everyFileOfTheModuleIsServedAsWhatItIs() throws Exception {
        List<String> names;
        try (Stream<Path> files = Files.list(FILES)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !List.of("index.html", "files.txt").contains(name))
                    .sorted()
                    .toList();
        }
        assertThat(Files.readAllLines(FILES.resolve("files.txt"))).isEqualTo(names);
        for (String name : names) {
            TestClient.Answer answer = node.client.get("/dashboard/" + name);
            assertThat(answer.status()).as(name).isEqualTo(200);
            assertThat(answer.bytes()).as(name).isEqualTo(Bytes.of(Files.readAllBytes(FILES.resolve(name))));
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Type")).isEqualTo(switch (name.substring(name.indexOf('.'))) {
                case ".js" -> "text/javascript; charset=utf-8";
                case ".css" -> "text/css; charset=utf-8";
                default -> "image/svg+xml";
            });
        }
    }

    @Test
    void noFileNamesAnotherPlaceOrMakesMarkupOfText() throws Exception {
        for (String name : Files.readAllLines(FILES.resolve("files.txt"))) {
            String text = Files.readString(FILES.resolve(name)).replace("http://www.w3.org/2000/svg", "");
            assertThat(text).as(name).doesNotContain("http://", "https://", "@import", "innerHTML", "outerHTML", "eval(");
            assertThat(text).as(name).doesNotContainPattern("from \"(?!\\./)");
        }
    }

    @Test
    void aFileThatABrowserHasIsNotSentAgain() throws Exception {
        TestClient.Answer first = node.client.get("/dashboard/dashboard.js");
        String tag = first.header("ETag");
        assertThat(tag).matches("\"[0-9a-f]{64}\"");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            TestClient.Answer again = node.client.get("/dashboard/dashboard.js", "If-None-Match", known);
            assertThat(again.status()).as(known).isEqualTo(304);
            assertThat(again.bytes()).isEqualTo(Bytes.EMPTY);
            assertThat(again.header("ETag")).isEqualTo(tag);
        }
        assertThat(node.client.get("/dashboard/dashboard.js", "If-None-Match", "\"other\"").status())
                .isEqualTo(200);
        assertThat(node.client.get("/dashboard/dashboard.css").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        TestClient.Answer get = node.client.get("/dashboard/dashboard.js");
        TestClient.Answer head = node.client.send("HEAD", "/dashboard/dashboard.js", Bytes.EMPTY);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEqualTo(Bytes.EMPTY);
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard",
                "/dashboard/",
                "/dashboard/index.html",
                "/dashboard/files.txt",
                "/dashboard/Dashboard.js",
                "/dashboard/nothing.js",
                "/dashboard/../dashboard.js",
                "/dashboard/../../../../etc/passwd",
                "/dashboard/..%2fdashboard.js",
                "/dashboard/%2e%2e",
                "/dashboard/..",
                "/dashboard/.",
                "/dashboard//dashboard.js",
                "/dashboard/dashboard.js/",
                "/dashboard/dashboard.js%00",
                "/dashboard/..\\dashboard.js",
                "/dashboard/org/allmende/dashboard/dashboard.js"
            })
    void anyOtherNameIsRefusedAndNothingIsOpened(String path) throws Exception {
        String answer = RawClient.exchange(
                node.gateway, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*").contains("application/problem+json");
    }
}
