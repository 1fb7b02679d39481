package org.allmende.gateway.etcd.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.allmende.gateway.etcd.SoloNode;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests to etcd and to the gateway: status, type and body are the same, but for names of clusters and
 * members and what {@code docs/reference/etcd-http.md} says is otherwise in 3.5, whose interface this is, than in
 * 3.4, which Debian has.
 */
class BesideEtcdTest {
    @TempDir
    Path dir;

    /** How much of an answer is compared. */
    private enum Compared {
        ALL,
        /** The text of the error is another's. */
        BUT_TEXT,
    }

    private record Row(String method, String path, String body, Compared compared, List<String> headers) {
        static Row post(String path, String body) {
            return new Row("POST", path, body, Compared.ALL, List.of());
        }

        static Row of(String method, String path) {
            return new Row(method, path, "", Compared.ALL, List.of());
        }

        Row butText() {
            return new Row(method, path, body, Compared.BUT_TEXT, headers);
        }

        Row with(String... more) {
            return new Row(method, path, body, compared, List.of(more));
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}"),
            Row.post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmF6\",\"prev_kv\":true}"),
            Row.post("/v3/kv/put", "{\"key\":\"Zm9v\",\"prevKv\":true,\"ignoreValue\":true}"),
            Row.post("/v3/kv/put", "{\"key\":\"Zm9w\",\"value\":\"PD4mPScn\",\"unknown\":{\"a\":[1,\"]\"]}}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\"}"),
            Row.post("/v3/kv/range", " {\"key\" : \"Zm9v\", \"limit\":\"1\", \"range_end\":\"AA==\"} trailing"),
            Row.post("/v3/kv/range", "{\"key\":\"AA==\",\"range_end\":\"AA==\",\"sort_order\":\"DESCEND\","
                    + "\"sortTarget\":3}"),
            Row.post("/v3/kv/range", "{\"key\":\"AA==\",\"range_end\":\"AA==\",\"count_only\":true}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"revision\":2}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"limit\":null}"),
            Row.post("/v3beta/kv/range", "{\"key\":\"Zm9v\"}"),
            Row.post("/v3alpha/kv/range", "{\"key\":\"Zm9v\"}"),
            Row.post("/v3/kv/range", "{\"key\":\"bm90aGluZw==\"}"),
            Row.post("/v3/kv/txn", "{\"compare\":[{\"target\":\"VALUE\",\"key\":\"Zm9v\",\"value\":\"YmF6\"}],"
                    + "\"success\":[{\"requestPut\":{\"key\":\"Zm9v\",\"value\":\"MQ==\"}},"
                    + "{\"request_range\":{\"key\":\"Zm9v\"}}],"
                    + "\"failure\":[{\"request_delete_range\":{\"key\":\"Zm9v\"}}]}"),
            Row.post("/v3/kv/txn", "{\"compare\":[{\"result\":\"GREATER\",\"target\":\"VERSION\",\"key\":\"Zm9v\","
                    + "\"version\":\"90\"}],"
                    + "\"failure\":[{\"request_delete_range\":{\"key\":\"Zm9v\",\"prev_kv\":true}}]}"),
            Row.post("/v3/kv/txn", ""),
            Row.post("/v3/kv/deleterange", "{\"key\":\"Zm9w\",\"prev_kv\":true}"),
            Row.post("/v3/kv/deleterange", "{\"key\":\"Zm9w\"}"),
            Row.post("/v3/lease/grant", "{\"TTL\":100,\"ID\":5}"),
            Row.post("/v3/lease/grant", "{\"TTL\":\"100\",\"ID\":\"5\"}"),
            Row.post("/v3/kv/put", "{\"key\":\"bGVhc2Vk\",\"lease\":\"5\"}"),
            Row.post("/v3/lease/leases", ""),
            Row.post("/v3/kv/lease/leases", "{}"),
            Row.post("/v3/lease/keepalive", "{\"ID\":\"5\"}{\"ID\":6}"),
            Row.post("/v3/lease/keepalive", ""),
            Row.post("/v3/lease/timetolive", "{\"ID\":6,\"keys\":true}"),
            Row.post("/v3/kv/lease/timetolive", "{\"ID\":6}"),
            Row.post("/v3/kv/lease/revoke", "{\"ID\":6}"),
            Row.post("/v3/lease/revoke", "{\"ID\":5}"),
            Row.post("/v3/kv/compaction", "{\"revision\":3}"),
            Row.post("/v3/kv/compaction", "{\"revision\":3}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"revision\":2}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"revision\":\"1000\"}"),
            Row.post("/v3/kv/put", "{\"key\":\"Zm9v\",\"lease\":\"77\"}"),
            Row.post("/v3/kv/put", ""),
            Row.post("/v3/kv/put", "{}"),
            Row.post("/v3/kv/put", "null"),
            Row.post("/v3/kv/put", "[]"),
            Row.post("/v3/kv/put", "5"),
            Row.post("/v3/kv/put", "{\"key\":\"Zm9v\","),
            Row.post("/v3/kv/put", "{\"key\":\"Zm9v\",}"),
            Row.post("/v3/kv/put", "{key:1}"),
            Row.post("/v3/kv/put", "x"),
            Row.post("/v3/kv/range", "{\"key\":5}"),
            Row.post("/v3/kv/range", "{\"key\":\"%\"}").butText(),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"limit\":\"x\"}").butText(),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"limit\":1.5}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"serializable\":\"true\"}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\",\"sort_order\":\"BAD\"}").butText(),
            Row.post("/v3/watch", "{\"create_request\":{\"key\":\"Zm9v\"}").butText(),
            Row.post("/v3/watch", "{\"create_request\":5}"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\"}").with("Grpc-Timeout", "1n"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\"}").with("Grpc-Timeout", "xx"),
            Row.post("/v3/kv/range", "{\"key\":\"Zm9v\"}").with("Grpc-Metadata-Hasleader", "true"),
            Row.post("/v3/cluster/member/promote", "{\"ID\":1}"),
            Row.of("GET", "/v3/kv/put"),
            Row.of("PUT", "/v3/kv/put"),
            Row.of("OPTIONS", "/v3/kv/put"),
            Row.post("/v3/kv/nope", "{}"),
            Row.post("/v3/kv/range/", "{}"),
            Row.post("/v3/", "{}"),
            Row.of("GET", "/"),
            Row.of("GET", "/nope"),
            Row.of("POST", "/version"),
            Row.of("POST", "/health"),
            Row.of("GET", "/health/"));

    @Test
    void theyAnswerTheSame() throws Exception {
        try (RealEtcd etcd = RealEtcd.start(dir);
                SoloNode node = SoloNode.start(dir.resolve("node"))) {
            JsonClient theirs = JsonClient.of(etcd.port);
            JsonClient ours = JsonClient.of(node.gateway.port());
            SoftAssertions all = new SoftAssertions();
            for (Row row : ROWS) {
                String[] headers = row.headers().toArray(String[]::new);
                HttpResponse<String> their = theirs.ask(row.method(), row.path(), row.body(), headers);
                HttpResponse<String> our = ours.ask(row.method(), row.path(), row.body(), headers);
                all.assertThat(shown(our, row.compared())).as(row.toString()).isEqualTo(shown(their, row.compared()));
            }
            all.assertAll();
        }
    }

    /** Of a stream that ends at its deadline etcd's own gateway says now 504 and, two times in a hundred, 500. */
    @Test
    void aStreamEndsAtItsDeadlineInOneOfEtcdsWays() throws Exception {
        try (RealEtcd etcd = RealEtcd.start(dir);
                SoloNode node = SoloNode.start(dir.resolve("node"))) {
            String[] deadline = {"Grpc-Timeout", "100m"};
            HttpResponse<String> their = JsonClient.of(etcd.port).post("/v3/watch", "", deadline);
            HttpResponse<String> our = JsonClient.of(node.gateway.port()).post("/v3/watch", "", deadline);
            assertThat(our.statusCode()).isEqualTo(504);
            assertThat(List.of(
                            our.body(),
                            our.body()
                                    .replace("\"grpc_code\":4,\"http_code\":504", "\"grpc_code\":2,\"http_code\":500")
                                    .replace("Gateway Timeout", "Internal Server Error")))
                    .contains(their.body());
        }
    }

    @Test
    void theComparisonSeesADifference() {
        assertThat(in35("{\"error\":\"a\",\"message\":\"a\",\"code\":3}"))
                .isEqualTo("{\"error\":\"a\",\"code\":3,\"message\":\"a\"}")
                .isNotEqualTo(in35("{\"error\":\"b\",\"message\":\"b\",\"code\":3}"));
    }

    private static String shown(HttpResponse<String> response, Compared compared) {
        String body = in35(response.body());
        return in35(response.statusCode(), body) + " "
                + response.headers().firstValue("Content-Type").orElse("no type") + " "
                + response.headers().firstValue("Grpc-Metadata-Content-Type").orElse("") + " "
                + response.headers().firstValue("Allow").orElse("") + " "
                + response.headers().allValues("Access-Control-Allow-Origin") + " "
                + switch (compared) {
                    case ALL -> body;
                    case BUT_TEXT -> body.replaceAll("\"(error|message)\":\"([^\"\\\\]|\\\\.)*\"", "\"$1\":\"...\"");
                };
    }

    /** 3.5 says of a failed precondition that the request was bad; 3.4 had a status of its own for it. */
    private static int in35(int status, String body) {
        return status == 412 && body.contains("\"code\":9") ? 400 : status;
    }

    /** What 3.4 says in the order in which 3.5 does, without what names a cluster, a member or a term. */
    private static String in35(String body) {
        return body.replaceAll("\"(cluster_id|member_id|raft_term)\":\"[0-9]+\"", "\"$1\":\"...\"")
                .replaceAll("^(\\{\"error\":.*),(\"message\":.*),(\"code\":[0-9]+)}$", "$1,$3,$2}");
    }
}
