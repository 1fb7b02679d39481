package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestClient.BORSH;
import static org.allmende.gateway.http.TestClient.key;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.allmende.coordination.KeyspaceAnswer;
import org.allmende.coordination.KeyspacesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyspacePathsTest {
    private static final String RANGE = "/v1/keyspaces/default/range";

    private final TestNode node = new TestNode();

    /** Revisions 2 to 6. */
    @BeforeAll
    void write() {
        node.write("a", "5");
        node.write("b", "4");
        node.write("c", "3");
        node.write("a", "9");
        node.write("d", "x".repeat(20_000));
    }

    @AfterAll
    void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|a b c d|4",
                "key=a|a|1",
                "key=zz|''|0",
                "key=b&rangeEnd=d|b c|2",
                "key=b&rangeEnd=~|b c d|3",
                "limit=2|a b|4",
                "sortOrder=descend|d c b a|4",
                "sortOrder=ascend&sortTarget=mod&limit=2|b c|4",
                "sortOrder=descend&sortTarget=version&limit=1|a|4",
                "countOnly|''|4",
                "minModRevision=4|a c d|4",
                "maxModRevision=4|b c|4",
                "minCreateRevision=3&maxCreateRevision=4|b c|4",
                "revision=4|a b c|3",
                "consistency=local|a b c d|4"
            })
    void aRangeIsAskedForByParameters(String query, String keys, int count) throws Exception {
        JsonNode json = node.client.get(RANGE + "?" + encoded(query)).json();
        List<String> found = new ArrayList<>();
        json.at("/result/keyValues").forEach(each -> found.add(each.get("keyText").stringValue()));
        assertThat(String.join(" ", found)).isEqualTo(keys);
        assertThat(json.at("/result/count").intValue()).isEqualTo(count);
        assertThat(json.get("height").longValue()).isBetween(6L, node.port.view().height());
    }

    /** Keys of the table above, as a query carries them; {@code ~} stands for the zero byte that means "no end". */
    private static String encoded(String query) {
        List<String> parts = new ArrayList<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            boolean isKey = part.startsWith("key=") || part.startsWith("rangeEnd=");
            parts.add(isKey ? part.substring(0, equals + 1) + key(part.substring(equals + 1).replace('~', '\0')) : part);
        }
        return String.join("&", parts);
    }

    @Test
    void anEntryIsShownWithTextAndRevisions() throws Exception {
        JsonNode entry = node.client.get(RANGE + "?key=" + key("a")).json().at("/result/keyValues/0");
        assertThat(entry.get("key").stringValue()).isEqualTo("YQ==");
        assertThat(entry.get("value").stringValue()).isEqualTo("OQ==");
        assertThat(entry.get("valueText").stringValue()).isEqualTo("9");
        assertThat(entry.get("createRevision").longValue()).isEqualTo(2);
        assertThat(entry.get("modRevision").longValue()).isEqualTo(5);
        assertThat(entry.get("version").longValue()).isEqualTo(2);
        JsonNode withoutValue =
                node.client.get(RANGE + "?keysOnly=true&key=" + key("a")).json();
        assertThat(withoutValue.at("/result/keyValues/0/value").stringValue()).isEmpty();
    }

    @Test
    void everyQueryIsAnsweredInBorshToo() throws Exception {
        RangeAnswer range = node.port
                .schema()
                .codec(RangeAnswer.class)
                .decode(node.client.get(RANGE + "?key=" + key("b"), "Accept", BORSH).bytes());
        assertThat(range).isInstanceOfSatisfying(RangeAnswer.Found.class, found -> assertThat(
                        found.result().keyValues())
                .hasSize(1));
        KeyspaceAnswer one = node.port
                .schema()
                .codec(KeyspaceAnswer.class)
                .decode(node.client.get("/v1/keyspaces/default", "Accept", BORSH).bytes());
        assertThat(one).isInstanceOf(KeyspaceAnswer.Found.class);
        KeyspacesAnswer all = node.port
                .schema()
                .codec(KeyspacesAnswer.class)
                .decode(node.client.get("/v1/keyspaces", "Accept", BORSH).bytes());
        assertThat(all.keyspaces()).hasSize(1);
    }

    @Test
    void keyspacesAreListedWithOwnerAndRevision() throws Exception {
        JsonNode listed = node.client.get("/v1/keyspaces").json().at("/keyspaces/0");
        assertThat(listed.get("name").stringValue()).isEqualTo("default");
        assertThat(listed.get("owner").stringValue()).isEqualTo(account(OWNER).toString());
        assertThat(listed.get("revision").longValue()).isEqualTo(6);
        JsonNode one = node.client.get("/v1/keyspaces/default?consistency=local").json();
        assertThat(one.get("type").stringValue()).isEqualTo("found");
        assertThat(one.get("keyspace")).isEqualTo(listed);
    }

    @Test
    void aLinearizableReadIsOfAHeightAfterItWasAsked() throws Exception {
        long before = node.port.view().height();
        assertThat(node.client.get(RANGE).json().get("height").longValue()).isGreaterThan(before);
        long now = node.port.view().height();
        assertThat(node.client.get(RANGE + "?consistency=local").json().get("height").longValue())
                .isEqualTo(now);
    }

    @Test
    void largeMessagesOfWatchesAreMadeInTurnToo() throws Exception {
        HttpLimits tight = TestLimits.with(limits -> {
            limits.largeAnswerBytesMax = 1;
            limits.heartbeatMillis = 20;
        });
        try (TestNode one = new TestNode(HttpSettings.onLoopback(0).withLimits(tight))) {
            one.write("large", "x".repeat(100_000));
            one.write("large", "y".repeat(100_000));
            List<EventReader> watches = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                watches.add(one.client.stream("/v1/keyspaces/default/watch?startRevision=2"));
            }
            for (EventReader watch : watches) {
                assertThat(watch.next().id()).isEqualTo("2");
                assertThat(watch.next().id()).isEqualTo("3");
                watch.close();
            }
        }
    }

    @Test
    void largeAnswersAreMadeInTurn() throws Exception {
        HttpLimits tight = TestLimits.with(limits -> limits.largeAnswerBytesMax = 1);
        try (TestNode one = new TestNode(HttpSettings.onLoopback(0).withLimits(tight))) {
            one.write("large", "x".repeat(100_000));
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return one.client.get(RANGE + "?consistency=local").bytes().length();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            for (CompletableFuture<Integer> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isGreaterThan(200_000);
            }
        }
    }
}
