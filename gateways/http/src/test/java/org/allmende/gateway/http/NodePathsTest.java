package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestClient.BORSH;
import static org.allmende.gateway.http.TestNode.GATEWAY;
import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.AccountAnswer;
import org.allmende.ledger.port.DigestAnswer;
import org.allmende.ledger.port.NodeStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NodePathsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void statusIsTheNodesOwnWord() throws Exception {
        JsonNode json = node.client.get("/v1/status").json();
        assertThat(json.at("/card/name").stringValue()).isEqualTo("anna");
        assertThat(json.at("/card/operator").stringValue()).isEqualTo("Anna & Söhne");
        assertThat(json.at("/card/gossipCertificate").stringValue()).isEqualTo("/wE=");
        assertThat(json.at("/health/state").stringValue()).isEqualTo("ORDERING");
        assertThat(json.at("/health/height").longValue()).isEqualTo(1);
        assertThat(json.at("/guarantees/engine").stringValue()).isEqualTo("by hand");
        assertThat(json.at("/stateHash").stringValue()).hasSize(64);

        NodeStatus status = node.port
                .schema()
                .codec(NodeStatus.class)
                .decode(node.client.get("/v1/status", "Accept", BORSH).bytes());
        assertThat(status).isEqualTo(node.port.status());
    }

    @Test
    void theNetworkIsItsGenesisAndItsId() throws Exception {
        JsonNode json = node.client.get("/v1/network").json();
        assertThat(json.get("id").stringValue())
                .isEqualTo(node.genesis.networkId().toString());
        assertThat(json.get("name").stringValue()).isEqualTo("test");
        assertThat(json.get("rehearsal").booleanValue()).isTrue();
        assertThat(json.at("/nodes/0/provider").stringValue()).isEqualTo("Nordlicht");
        assertThat(json.at("/parameters/heartbeatMillis").longValue()).isEqualTo(5_000);

        Bytes borsh = node.client.get("/v1/network", "Accept", BORSH).bytes();
        assertThat(Genesis.CODEC.decode(borsh).networkId())
                .as("what was answered hashes to the id")
                .isEqualTo(node.genesis.networkId());
    }

    @Test
    void theDigestIsOfTheWholeStateAtAHeight() throws Exception {
        JsonNode before = node.client.get("/v1/state/digest").json();
        node.write("a", "1");
        JsonNode after = node.client.get("/v1/state/digest").json();
        assertThat(node.client.get("/v1/state/digest").json()).isEqualTo(after);
        assertThat(before.get("height").longValue()).isEqualTo(1);
        assertThat(after.get("height").longValue()).isEqualTo(2);
        assertThat(after.get("digest").stringValue())
                .hasSize(64)
                .isNotEqualTo(before.get("digest").stringValue())
                .isEqualTo(node.port.digest(node.port.view()).toHex());

        DigestAnswer decoded = node.port
                .schema()
                .codec(DigestAnswer.class)
                .decode(node.client.get("/v1/state/digest", "Accept", BORSH).bytes());
        assertThat(decoded.digest().toHex()).isEqualTo(after.get("digest").stringValue());
    }

    @Test
    void anAccountIsFoundByItsId() throws Exception {
        JsonNode json = node.client.get("/v1/accounts/" + account(OPERATOR)).json();
        assertThat(json.get("id").stringValue()).isEqualTo(account(OPERATOR).toString());
        assertThat(json.at("/account/quota/accounts").longValue()).isPositive();
        assertThat(json.at("/usage/operations").longValue()).isZero();
        assertThat(json.get("delegations")).isEmpty();
        assertThat(json.at("/account/authority/type").stringValue()).isEqualTo("one_key");
        assertThat(json.at("/account/authority/publicKey").stringValue()).hasSize(64);
        assertThat(json.get("height").longValue()).as("a barrier was ordered first").isEqualTo(2);

        AccountAnswer answer = node.port
                .schema()
                .codec(AccountAnswer.class)
                .decode(node.client
                        .get("/v1/accounts/" + account(GATEWAY) + "?consistency=local", "Accept", BORSH)
                        .bytes());
        assertThat(answer.id()).isEqualTo(account(GATEWAY));
        assertThat(answer.height()).as("no further barrier").isEqualTo(2);
    }

    @Test
    void healthSaysWhichNodeOfWhichNetwork() throws Exception {
        TestClient.Answer answer = node.client.get("/health", "Accept", BORSH);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).as("there is no Borsh of it").isEqualTo("application/json");
        assertThat(answer.json().get("state").stringValue()).isEqualTo("ORDERING");
        assertThat(answer.json().get("node").stringValue()).isEqualTo("anna");
        assertThat(answer.json().get("network").stringValue())
                .isEqualTo(node.genesis.networkId().toString());
        assertThat(answer.json().get("rehearsal").booleanValue()).isTrue();
    }

    @Test
    void metricsCountWhatWasAskedAndRefused() throws Exception {
        node.client.get("/v1/status");
        node.client.get("/v1/accounts/" + account(OPERATOR));
        node.client.get("/v1/accounts/" + account(GATEWAY));
        node.client.send("BREW", "/nope", Bytes.EMPTY);
        node.client.post("/v1/transactions", Bytes.utf8("hello"));
        node.client.post("/v1/transactions", node.sign(TestNode.OWNER, TestNode.put("a", "1")));
        TestClient.Answer answer = node.client.get("/metrics");

        assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.text().lines())
                .contains(
                        "allmende_http_requests_total{method=\"GET\",path=\"/v1/status\",status=\"200\"} 1.0",
                        "allmende_http_requests_total{method=\"GET\",path=\"/v1/accounts/{id}\",status=\"200\"} 2.0",
                        "allmende_http_requests_total{method=\"other\",path=\"none\",status=\"404\"} 1.0",
                        "allmende_http_transactions_total{answer=\"malformed\"} 1.0",
                        "allmende_http_transactions_total{answer=\"accepted\"} 1.0",
                        "allmende_http_transactions_total{answer=\"busy\"} 0.0",
                        "allmende_http_streams 0.0",
                        "allmende_height " + (double) node.port.view().height(),
                        "allmende_state{state=\"ordering\"} 1.0",
                        "allmende_state{state=\"halted\"} 0.0",
                        "allmende_table_rows{table=\"ledger.accounts\"} 3.0");
        for (String name : List.of(
                "allmende_agreed_time_lag_seconds",
                "allmende_transactions_under_way",
                "allmende_transactions_submitted",
                "jvm_heap_used_bytes",
                "jvm_platform_threads",
                "process_uptime_seconds")) {
            assertThat(answer.text()).contains("\n" + name + " ");
        }
        assertThat(answer.text()).containsPattern("\nallmende_apply_cpu_seconds_total [0-9.]*[1-9]");
        assertThat(answer.text()).containsPattern("\nallmende_ordering_seconds\\{quantile=\"0.5\"} [0-9.E-]+\n");
    }

    @Test
    void thePulseIsWhatChangesFromSecondToSecond() throws Exception {
        node.write("a", "1");
        node.write("b", "2");
        TestClient.Answer answer = node.client.get("/v1/pulse");
        JsonNode json = answer.json();

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(json.get("node").stringValue()).isEqualTo("anna");
        assertThat(json.get("network").stringValue()).isEqualTo(node.genesis.networkId().toString());
        assertThat(json.get("state").stringValue()).isEqualTo("ORDERING");
        assertThat(json.get("height").longValue()).isEqualTo(3);
        assertThat(json.get("heights").longValue()).isEqualTo(3);
        assertThat(json.get("transactions").longValue()).isEqualTo(2);
        assertThat(json.get("operations").longValue()).isEqualTo(2);
        assertThat(json.get("refusedGroups").longValue()).isZero();
        assertThat(json.at("/latest/2/height").longValue()).isEqualTo(3);
        assertThat(json.at("/latest/2/stateHash")).isEqualTo(json.get("stateHash"));
        assertThat(json.at("/ordering/count").intValue()).isEqualTo(2);
        assertThat(json.at("/ordering/p99Micros").longValue())
                .isGreaterThanOrEqualTo(json.at("/ordering/medianMicros").longValue());
        assertThat(json.at("/rows/ledger.accounts").longValue()).isEqualTo(3);
    }

    @Test
    void withoutCommitsThePulseKnowsNoLatency() throws Exception {
        JsonNode ordering = node.client.get("/v1/pulse").json().get("ordering");
        assertThat(ordering.get("count").intValue()).isZero();
        assertThat(ordering.get("medianMicros").isNull()).isTrue();
        assertThat(ordering.get("p99Micros").isNull()).isTrue();
    }
}
