package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway itself refuses, whatever the node says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
    private static final String NOBODY = "0".repeat(64);

    private final TestNode node = new TestNode();

    @BeforeAll
    void write() {
        node.write("a", "1");
    }

    @AfterAll
    void close() {
        node.close();
    }

    record Row(String method, String path, int status, String reason) {
        @Override
        public String toString() {
            return method + " " + path + " " + reason;
        }
    }

    private static Row get(String path, int status, String reason) {
        return new Row("GET", path, status, reason);
    }

    static List<Row> rows() {
        return List.of(
                get("/nope", 404, "NO_SUCH_PATH"),
                get("/v1", 404, "NO_SUCH_PATH"),
                get("/v1/status/", 404, "NO_SUCH_PATH"),
                get("/v1/keyspaces/default/", 404, "NO_SUCH_PATH"),
                get("/v1/keyspaces/default/range/more", 404, "NO_SUCH_PATH"),
                get("/V1/status", 404, "NO_SUCH_PATH"),
                get("/v1/transactions", 405, "METHOD_NOT_ALLOWED"),
                new Row("POST", "/v1/status", 405, "METHOD_NOT_ALLOWED"),
                new Row("DELETE", "/v1/keyspaces/default", 405, "METHOD_NOT_ALLOWED"),
                new Row("PUT", "/", 405, "METHOD_NOT_ALLOWED"),
                new Row("BREW", "/health", 405, "METHOD_NOT_ALLOWED"),
                get("/v1/status?a=1", 400, "BAD_PARAMETER"),
                get("/v1/receipts/abc", 400, "BAD_PARAMETER"),
                get("/v1/receipts/" + "g".repeat(64), 400, "BAD_PARAMETER"),
                get("/v1/receipts/" + NOBODY + "?waitMillis=30001", 400, "BAD_PARAMETER"),
                get("/v1/receipts/" + NOBODY + "?waitMillis=-1", 400, "BAD_PARAMETER"),
                get("/v1/receipts/" + NOBODY + "?waitMillis=soon", 400, "BAD_PARAMETER"),
                get("/v1/receipts/" + NOBODY + "?waitMillis=1&waitMillis=2", 400, "BAD_PARAMETER"),
                get("/v1/accounts/me", 400, "BAD_PARAMETER"),
                get("/v1/accounts/" + NOBODY, 404, "NO_SUCH_ACCOUNT"),
                get("/v1/accounts/" + NOBODY + "?consistency=eventual", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/nope", 404, "KEYSPACE_NOT_FOUND"),
                get("/v1/keyspaces/nope/range", 404, "KEYSPACE_NOT_FOUND"),
                get("/v1/keyspaces/nope/watch", 404, "KEYSPACE_NOT_FOUND"),
                get("/v1/keyspaces/default/range?key=***", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/range?range_end=YQ", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/range?limit=-1", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/range?limit=9223372036854775808", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/range?keysOnly=yes", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/range?sortOrder=up", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/range?revision=3", 400, "FUTURE_REVISION"),
                get("/v1/keyspaces/default/range?rangeEnd=YQ", 400, "EMPTY_KEY"),
                get("/v1/keyspaces/nope/auth", 404, "KEYSPACE_NOT_FOUND"),
                get("/v1/keyspaces/nope/space", 404, "KEYSPACE_NOT_FOUND"),
                get("/v1/keyspaces/nope/leases", 404, "KEYSPACE_NOT_FOUND"),
                get("/v1/keyspaces/nope/leases/7", 404, "KEYSPACE_NOT_FOUND"),
                get("/v1/keyspaces/default/leases/7", 404, "LEASE_NOT_FOUND"),
                get("/v1/keyspaces/default/leases/0", 404, "LEASE_NOT_FOUND"),
                get("/v1/keyspaces/default/leases/7f", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/leases/9223372036854775808", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/leases/7?keys=some", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/leases?limit=0", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/leases?limit=1001", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/leases?after=9223372036854775807", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/watch?startRevision=x", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/watch?lastEventId=1-2", 400, "BAD_PARAMETER"),
                get("/v1/keyspaces/default/watch?as=xml", 400, "BAD_PARAMETER"),
                get("/v1/events?lastEventId=7", 400, "BAD_PARAMETER"),
                get("/v1/events?from=then", 400, "BAD_PARAMETER"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAProblemThatSaysWhatToDo(Row row) throws Exception {
        assertProblem(node.client.send(row.method(), row.path(), Bytes.EMPTY), row.status(), row.reason());
    }

    private static void assertProblem(TestClient.Answer answer, int status, String reason) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("reason").stringValue()).isEqualTo(reason);
        assertThat(answer.json().get("status").intValue()).isEqualTo(status);
        for (String member : List.of("type", "title", "detail", "advice")) {
            assertThat(answer.json().get(member).stringValue()).as(member).isNotBlank();
        }
    }

    @Test
    void aRequestThatIsGivenUpBecauseTheNodeStopsSaysSo() throws Exception {
        Route given = Route.get("/given-up", call -> {
            throw new InterruptedException();
        });
        try (TestNode stopping = new TestNode(HttpSettings.onLoopback(0), given)) {
            TestClient.Answer answer = stopping.client.get("/given-up");
            assertProblem(answer, 503, "STOPPING");
            assertThat(answer.header("Retry-After")).isEqualTo("5");
        }
    }

    @Test
    void aBugInTheGatewayTellsNothingOfItselfAndHarmsNoOtherRequest() throws Exception {
        Route broken = Route.get("/broken", call -> {
            throw new IllegalStateException("a planted bug");
        });
        try (TestNode failing = new TestNode(HttpSettings.onLoopback(0), broken)) {
            TestClient.Answer answer = failing.client.get("/broken");
            assertProblem(answer, 500, "INTERNAL");
            assertThat(answer.text()).doesNotContain("planted");
            assertThat(failing.client.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void aKeyAndABoundAtTheirLimitsAreLookedForAndOnePastThemAreRefused() throws Exception {
        String path = "/v1/keyspaces/default/range?key=";
        String key = "k".repeat(CoordinationLimits.KEY_BYTES_MAX);
        String bound = "k".repeat(CoordinationLimits.BOUND_BYTES_MAX);
        String toBound = path + TestClient.key("k") + "&rangeEnd=";

        assertThat(node.client.get(path + TestClient.key(key)).status()).isEqualTo(200);
        assertProblem(node.client.get(path + TestClient.key(key + "k")), 400, "KEY_TOO_LARGE");
        assertThat(node.client.get(toBound + TestClient.key(bound)).status()).isEqualTo(200);
        assertProblem(node.client.get(toBound + TestClient.key(bound + "k")), 400, "KEY_TOO_LARGE");
    }

    @Test
    void moreKeysThanAnAnswerHoldsAreRefused() throws Exception {
        try (TestNode full = new TestNode()) {
            int left = CoordinationLimits.ANSWER_KEYS_MAX + 1;
            while (left > 0) {
                List<Group> groups = new ArrayList<>();
                while (left > 0 && groups.size() < 500) {
                    List<Operation> puts = new ArrayList<>();
                    while (left > 0 && puts.size() < Limits.GROUP_OPERATIONS_MAX) {
                        puts.add(put(Integer.toString(left--, Character.MAX_RADIX), ""));
                    }
                    groups.add(new Group(puts));
                }
                full.port.submit(full.sign(OWNER, TestNode.START + 60_000, groups.toArray(Group[]::new)));
            }

            TestClient.Answer answer = full.client.get("/v1/keyspaces/default/range");
            assertProblem(answer, 400, "TOO_MANY_KEYS");
            assertThat(answer.json().get("height").longValue()).isEqualTo(full.port.view().height());
            assertThat(full.client.get("/v1/keyspaces/default/range?countOnly=true").json().at("/result/count").longValue())
                    .isEqualTo(CoordinationLimits.ANSWER_KEYS_MAX + 1);
        }
    }

    @Test
    void moreBytesThanAnAnswerHoldsAreRefused() throws Exception {
        try (TestNode full = new TestNode()) {
            String value = "v".repeat(CoordinationLimits.REQUEST_BYTES_MAX - 1);
            for (int bytes = 0; bytes <= CoordinationLimits.ANSWER_BYTES_MAX; bytes += value.length()) {
                full.write(Character.toString('a' + bytes / value.length()), value);
            }

            assertProblem(full.client.get("/v1/keyspaces/default/range"), 400, "ANSWER_TOO_LARGE");
            assertThat(full.client.get("/v1/keyspaces/default/range?keysOnly=true").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void anotherMethodIsToldWhichThereAre() throws Exception {
        assertThat(node.client.get("/v1/transactions").header("Allow")).isEqualTo("OPTIONS, POST");
        assertThat(node.client.post("/v1/status", Bytes.EMPTY).header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void aBodyOfAnotherTypeIsRefusedAndItsConnectionGoesOn() throws Exception {
        Bytes signed = node.sign(OWNER, put("b", "1"));
        for (String type : List.of("application/json", "text/plain", "application/x-www-form-urlencoded")) {
            assertProblem(
                    node.client.post("/v1/transactions", signed, "Content-Type", type), 415, "UNSUPPORTED_MEDIA_TYPE");
        }
        for (String type : List.of(TestClient.BORSH, "Application/Octet-Stream; v=1")) {
            assertThat(node.client
                            .post("/v1/transactions/decode", signed, "Content-Type", type)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aBodyAtTheLimitReachesTheNodeAndOnePastItDoesNot() throws Exception {
        Bytes most = Bytes.wrap(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX]);
        assertProblem(node.client.post("/v1/transactions", most), 400, "MALFORMED");
        assertProblem(node.client.post("/v1/transactions", most.concat(Bytes.of((byte) 0))), 413, "TOO_LARGE");
        assertProblem(node.client.post("/v1/transactions", most.concat(most)), 413, "TOO_LARGE");
    }

    @Test
    void withoutABarrierAQuerySaysHowToReadAnyway() throws Exception {
        try (TestNode halted = new TestNode()) {
            halted.engine.refuse(Submission.Reason.HALTED);
            TestClient.Answer answer = halted.client.get("/v1/keyspaces/default/range");
            assertProblem(answer, 503, "NO_BARRIER");
            assertThat(answer.json().get("advice").stringValue()).contains("consistency=local");
            assertThat(halted.client.get("/v1/keyspaces/default/range?consistency=local").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aBarrierThatIsNotOrderedInTimeIsNotWaitedForForEver() throws Exception {
        HttpLimits limits = TestLimits.with(limit -> limit.barrierMillisMax = 50);
        try (TestNode slow = new TestNode(HttpSettings.onLoopback(0).withLimits(limits))) {
            slow.engine.hold();
            assertProblem(slow.client.get("/v1/keyspaces/default/range"), 503, "NO_BARRIER");
        }
    }

    @Test
    void beforeTheFirstHeightNothingIsSaidToBeMissing() throws Exception {
        HandEngine engine = new HandEngine();
        engine.fall(Health.State.CATCHING_UP, "starts");
        List<Coordination> made = new ArrayList<>();
        LocalPort port = LocalPort.unstarted(new LocalPort.Settings(
                TestNode.genesis(),
                0,
                tables -> {
                    made.add(new Coordination(tables));
                    return made;
                },
                engine,
                TestNode.GATEWAY,
                InstantSource.system(),
                Runnable::run));
        try (HttpGateway gateway = HttpGateway.open(HttpSettings.onLoopback(0), port, made.getFirst())) {
            TestClient client = new TestClient(gateway.uri());
            for (String path : List.of(
                    "/v1/keyspaces/default?consistency=local",
                    "/v1/keyspaces/default/watch",
                    "/v1/accounts/" + NOBODY + "?consistency=local",
                    "/v1/state/digest",
                    "/v1/events")) {
                assertProblem(client.get(path), 503, "HALTED");
            }
            assertThat(client.get("/v1/status").json().at("/health/state").stringValue())
                    .isEqualTo("CATCHING_UP");
            assertThat(client.get("/v1/network").status()).isEqualTo(200);
            assertThat(client.get("/metrics").text()).contains("allmende_height 0.0");
        }
    }

    @Test
    void aNodeThatDoesNotOrderIsNotHealthy() throws Exception {
        try (TestNode fallen = new TestNode()) {
            assertThat(fallen.client.get("/health").status()).isEqualTo(200);
            for (Health.State state : List.of(Health.State.CATCHING_UP, Health.State.HALTED)) {
                fallen.engine.fall(state, "because of the test");
                TestClient.Answer answer = fallen.client.get("/health");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.json().get("state").stringValue()).isEqualTo(state.name());
                assertThat(answer.json().get("why").stringValue()).isEqualTo("because of the test");
                assertThat(answer.json().get("advice").stringValue()).contains("another node");
            }
        }
    }
}
