package org.allmende.gateway.etcd.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allmende.coordination.Alarm;
import org.allmende.gateway.etcd.http.Endpoint;
import org.allmende.gateway.etcd.http.Reply;
import org.allmende.gateway.etcd.http.Request;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** Each probe, while all is well and while it is not. */
class HealthPathsTest {
    private static final Map<String, List<String>> SERIALIZABLE = Map.of("serializable", List.of("true"));
    private static final Map<String, List<String>> VERBOSE = Map.of("verbose", List.of(""));

    private final HandStore store = new HandStore();
    private final HealthPaths paths = new HealthPaths(store);

    @Test
    void allIsWell() {
        assertThat(get("/health", Map.of())).isEqualTo("200 {\"health\":\"true\",\"reason\":\"\"}");
        assertThat(get("/livez", Map.of())).isEqualTo("200 ok\n");
        assertThat(get("/livez", VERBOSE)).isEqualTo("200 [+]serializable_read ok\nok\n");
        assertThat(get("/readyz", VERBOSE))
                .isEqualTo("200 [+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\nok\n");
        assertThat(get("/readyz/linearizable_read", Map.of())).isEqualTo("200 ok\n");
    }

    @Test
    void theNetworkDoesNotOrder() {
        store.ordering = false;

        assertThat(get("/health", Map.of()))
                .isEqualTo("503 {\"health\":\"false\",\"reason\":\"RAFT NO LEADER: waits for \\\"bert\\\"\"}\n");
        assertThat(get("/health", SERIALIZABLE)).startsWith("200 ");
        assertThat(get("/livez", Map.of())).startsWith("200 ");
    }

    /** As etcd 3.5's health.go, which asks for alarms before all else. */
    @Test
    void thereIsAnAlarm() {
        store.alarms = List.of(new Alarm(Alarm.Kind.NO_SPACE, 7));
        Map<String, List<String>> without = Map.of("exclude", List.of("NOSPACE"));

        assertThat(get("/health", Map.of())).isEqualTo("503 {\"health\":\"false\",\"reason\":\"ALARM NOSPACE\"}\n");
        assertThat(get("/health", SERIALIZABLE)).startsWith("503 ");
        assertThat(get("/health", without)).startsWith("200 ");
        assertThat(get("/readyz", Map.of())).isEqualTo("200 ok\n");

        store.alarms = List.of(new Alarm(Alarm.Kind.NO_SPACE, 7), new Alarm(Alarm.Kind.CORRUPT, 7));
        assertThat(get("/health", without)).contains("\"reason\":\"ALARM CORRUPT\"");
        assertThat(get("/readyz/data_corruption", Map.of()))
                .isEqualTo("503 [-]data_corruption failed: alarm activated: CORRUPT\n\n");
        store.alarms = List.of(new Alarm(Alarm.Kind.NONE, 7));
        assertThat(get("/health", Map.of())).contains("\"reason\":\"ALARM UNKNOWN\"");
        assertThat(get("/livez", Map.of())).startsWith("200 ");
    }

    @Test
    void theNetworkDoesNotAnswer() {
        store.answering = false;

        assertThat(get("/health", Map.of()))
                .isEqualTo("503 {\"health\":\"false\",\"reason\":\"RANGE ERROR:etcdserver: request timed out\"}\n");
        assertThat(get("/health", SERIALIZABLE)).startsWith("200 ");
        assertThat(get("/livez", Map.of())).startsWith("200 ");
        assertThat(get("/readyz", Map.of()))
                .isEqualTo("""
                        503 [+]data_corruption ok
                        [+]serializable_read ok
                        [-]linearizable_read failed: etcdserver: request timed out

                        """);
        assertThat(get("/readyz/linearizable_read", Map.of())).startsWith("503 ");
        assertThat(get("/readyz/serializable_read", Map.of())).startsWith("200 ");
        assertThat(get("/readyz", Map.of("exclude", List.of("linearizable_read", "not_one")))).isEqualTo("200 ok\n");
        assertThat(paths.failures()).isEqualTo(1);
        assertThat(paths.successes()).isEqualTo(1);
    }

    @Test
    void onlyGetIsAllowed() {
        Request post = new Request("POST", "/readyz", Map.of(), List.of());
        Reply reply = ask(post);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).contains(new Request.Header("Allow", "GET"));
    }

    @Test
    void otherPathsAreOthers() {
        for (String path : List.of("/healthz", "/health/", "/livez/linearizable_read", "/readyz/nope")) {
            assertThat(paths.endpoint(new Request("GET", path, Map.of(), List.of()))).as(path).isEmpty();
        }
    }

    private String get(String path, Map<String, List<String>> query) {
        Reply reply = ask(new Request("GET", path, query, List.of()));
        return reply.status() + " " + reply.body().toText();
    }

    private Reply ask(Request request) {
        List<Reply> replies = new ArrayList<>();
        Endpoint.Whole endpoint = (Endpoint.Whole) paths.endpoint(request).orElseThrow();
        endpoint.answerer().answer(request, Bytes.EMPTY, replies::add);
        return replies.getFirst();
    }
}
