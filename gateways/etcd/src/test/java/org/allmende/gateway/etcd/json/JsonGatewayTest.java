package org.allmende.gateway.etcd.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.allmende.gateway.etcd.SoloNode;
import org.allmende.gateway.etcd.http.HttpLimits;
import org.allmende.gateway.etcd.http.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway in JSON over a real node. */
class JsonGatewayTest {
    private static final int MESSAGE_BYTES_MAX = 2 * 1_024 * 1_024;

    @TempDir
    Path dir;

    private SoloNode node;
    private JsonClient client;

    @BeforeEach
    void start() throws Exception {
        node = SoloNode.start(dir.resolve("node"));
        client = JsonClient.of(node.gateway.port());
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void aWatchTakesMoreRequestsWhileItSends() throws Exception {
        try (RawHttp watch = RawHttp.connect(node.gateway.port())) {
            watch.send("POST /v3/watch HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
            String create = "{\"create_request\":{\"key\":\"" + base64("a") + "\"}}";
            // A message may be cut anywhere.
            sendChunk(watch, create.substring(0, 20));
            sendChunk(watch, create.substring(20));
            assertThat(watch.head().status()).isEqualTo(200);
            assertThat(watch.chunk()).startsWith("{\"result\":{\"header\":").endsWith("\"created\":true}}\n");

            put("a", "1");
            assertThat(watch.chunk()).contains("\"events\":[{\"kv\":{\"key\":\"YQ==\"").endsWith("}\n");

            sendChunk(watch, "{\"create_request\":{\"key\":\"" + base64("b") + "\"}} {\"cancel_request\":{}}");
            assertThat(watch.chunk()).contains("\"watch_id\":\"1\",\"created\":true");
            assertThat(watch.chunk()).contains("\"canceled\":true");

            // What cannot be read ends what is asked, not what is sent.
            sendChunk(watch, "}");
            put("b", "2");
            assertThat(watch.chunk()).contains("\"watch_id\":\"1\"", "\"key\":\"Yg==\"");
        }
        await().untilAsserted(() -> assertThat(metrics()).contains("etcd_debugging_mvcc_watch_stream_total 0"));
    }

    @Test
    void keepAlivesAreAnsweredOneByOne() throws Exception {
        assertThat(client.post("/v3/lease/grant", "{\"ID\":7,\"TTL\":60}").statusCode()).isEqualTo(200);
        try (RawHttp stream = RawHttp.connect(node.gateway.port())) {
            stream.send("POST /v3/lease/keepalive HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                sendChunk(stream, "{\"ID\":7}");
                if (i == 0) {
                    stream.head();
                }
                assertThat(stream.chunk()).contains("\"ID\":\"7\",\"TTL\":\"60\"");
            }
            stream.send("0\r\n\r\n");
            assertThat(stream.chunk()).isEmpty();
        }
    }

    @Test
    void servicesThatAreNotHereAreNotImplemented() throws Exception {
        HttpResponse<String> call = client.post("/v3/maintenance/downgrade", "{}");
        assertThat(call.statusCode()).isEqualTo(501);
        assertThat(call.body()).contains("\"code\":12");
    }

    @Test
    void alarmsAreListedInJsonToo() throws Exception {
        HttpResponse<String> alarm = client.post("/v3/maintenance/alarm", "{}");
        assertThat(alarm.statusCode()).isEqualTo(200);
        assertThat(alarm.body()).contains("\"header\"").doesNotContain("memberID\":");
    }

    @Test
    void usersAreAskedForInJsonToo() throws Exception {
        HttpResponse<String> enable = client.post("/v3/auth/enable", "{}");
        assertThat(enable.statusCode()).isEqualTo(400);
        assertThat(enable.body()).contains("etcdserver: root user does not exist");
    }

    @Test
    void aMessageMayBeAsLargeAsOverGrpc() throws Exception {
        // The key takes three bytes; before the value are one for its number and three for its length.
        int room = MESSAGE_BYTES_MAX - 3 - 1 - 3;
        HttpResponse<String> largest = putOf(room);
        assertThat(largest.statusCode()).isEqualTo(400);
        assertThat(largest.body()).contains("etcdserver: request is too large", "\"code\":3");

        HttpResponse<String> larger = putOf(room + 1);
        assertThat(larger.statusCode()).isEqualTo(429);
        assertThat(larger.body())
                .contains("grpc: received message larger than max (2097153 vs. 2097152)", "\"code\":8");
    }

    @Test
    void aBodyMayBeAsLargeAsItsLimit() throws Exception {
        String request = "{\"key\":\"YQ==\"}";
        String room = " ".repeat(HttpLimits.DEFAULT.bodyBytesMax() - request.length());
        assertThat(client.post("/v3/kv/range", room + request).statusCode()).isEqualTo(200);
        assertThat(client.post("/v3/kv/range", room + " " + request).statusCode()).isEqualTo(413);
    }

    @Test
    void curlPutsAndGets() throws Exception {
        Path curl = Path.of("/usr/bin/curl");
        assumeThat(curl).as("curl is not installed: install it to have it tried").isExecutable();
        assertThat(curl("-X", "POST", "-d", "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}", "/v3/kv/put"))
                .contains("\"revision\":\"2\"");
        assertThat(curl("-d", "{\"key\":\"Zm9v\"}", "/v3/kv/range")).contains("\"value\":\"YmFy\"");
        Path large = Files.writeString(
                dir.resolve("large.json"),
                "{\"key\":\"Zm9v\",\"value\":\"" + base64("v".repeat(1_400_000)) + "\"}");
        assertThat(curl("--data-binary", "@" + large, "/v3/kv/put")).contains("\"revision\":\"3\"");
        assertThat(curl("/version")).isEqualTo("{\"etcdserver\":\"3.5.21\",\"etcdcluster\":\"3.5.0\"}");
        assertThat(curl("/health"))
                .startsWith("{\"health\":\"true\",\"reason\":\"one member survives no loss")
                .endsWith("\"}");
        assertThat(curl("/readyz?verbose")).isEqualTo("""
                [+]data_corruption ok
                [+]serializable_read ok
                [+]linearizable_read ok
                ok
                """);
    }

    @Test
    void whatHappenedIsMeasured() throws Exception {
        put("a", "1");
        put("b", "2");
        client.post("/v3/kv/range", "{\"key\":\"\"}");
        client.post("/v3/kv/deleterange", "{\"key\":\"" + base64("b") + "\"}");
        try (RawHttp watch = RawHttp.connect(node.gateway.port())) {
            String create = "{\"create_request\":{\"key\":\"" + base64("a") + "\"}}";
            String head = "POST /v3/watch HTTP/1.1\r\nHost: test\r\nContent-Length: " + create.length();
            watch.send(head + "\r\n\r\n" + create);
            watch.head();
            watch.chunk();
            put("a", "3");
            watch.chunk();

            assertThat(metrics().lines())
                    .contains(
                            "etcd_server_has_leader 1.0",
                            "etcd_mvcc_put_total 3.0",
                            "etcd_mvcc_delete_total 1.0",
                            "etcd_mvcc_range_total 0.0",
                            "etcd_mvcc_txn_total 0.0",
                            "etcd_debugging_mvcc_keys_total 1",
                            "etcd_debugging_mvcc_current_revision 5.0",
                            "etcd_debugging_mvcc_compact_revision 0.0",
                            "etcd_debugging_mvcc_watch_stream_total 1",
                            "etcd_debugging_mvcc_watcher_total 1",
                            "etcd_debugging_mvcc_events_total 1.0",
                            "etcd_server_version{server_version=\"3.5.21\"} 1.0",
                            "etcd_cluster_version{cluster_version=\"3.5\"} 1.0",
                            "etcd_server_proposals_pending 0.0",
                            "grpc_server_started_total{grpc_method=\"Put\",grpc_service=\"etcdserverpb.KV\","
                                    + "grpc_type=\"unary\"} 3.0",
                            "grpc_server_handled_total{grpc_code=\"InvalidArgument\",grpc_method=\"Range\","
                                    + "grpc_service=\"etcdserverpb.KV\",grpc_type=\"unary\"} 1.0");
        }
        await().untilAsserted(() -> assertThat(metrics().lines())
                .contains("etcd_debugging_mvcc_watch_stream_total 0", "etcd_debugging_mvcc_watcher_total 0"));
    }

    private HttpResponse<String> putOf(int valueBytes) throws Exception {
        return client.post("/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"" + base64("v".repeat(valueBytes)) + "\"}");
    }

    private void put(String key, String value) throws Exception {
        HttpResponse<String> response = client.post(
                "/v3/kv/put", "{\"key\":\"" + base64(key) + "\",\"value\":\"" + base64(value) + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private String metrics() throws Exception {
        HttpResponse<String> response = client.get("/metrics");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        return response.body();
    }

    /** The last argument is a path. */
    private String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "--max-time", "60"));
        command.addAll(List.of(arguments).subList(0, arguments.length - 1));
        command.add("http://" + node.endpoint() + arguments[arguments.length - 1]);
        Process process = new ProcessBuilder(command).start();
        String answered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Duration.ofMinutes(2))).isTrue();
        return answered;
    }

    private static void sendChunk(RawHttp http, String chunk) throws Exception {
        http.send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
