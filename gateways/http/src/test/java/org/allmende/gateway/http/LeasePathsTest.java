package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestClient.BORSH;
import static org.allmende.gateway.http.TestNode.KEYSPACE;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Leases as they are asked for over HTTP. */
class LeasePathsTest {
    private static final String LEASES = "/v1/keyspaces/default/leases";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private void apply(Operation operation) {
        node.port.submit(node.sign(OWNER, operation));
    }

    private void grant(long id) {
        apply(new GrantLease(KEYSPACE, id, 60, Bytes.EMPTY));
    }

    @Test
    void aLeaseIsShownWithItsEndAndItsKeysWhereTheyAreAskedFor() throws Exception {
        grant(7);
        long end = node.port.view().timeMillis() + 60_000;
        apply(TestNode.putLeased("b", "1", 7));
        apply(TestNode.putLeased("a", "1", 7));

        JsonNode shown = node.client.get(LEASES + "/7").json();
        assertThat(shown.get("type").stringValue()).isEqualTo("found");
        assertThat(shown.get("height").longValue()).isBetween(3L, node.port.view().height());
        assertThat(shown.get("revision").longValue()).isEqualTo(3);
        JsonNode lease = shown.get("lease");
        assertThat(lease.get("lease").longValue()).isEqualTo(7);
        assertThat(lease.get("account").stringValue()).isEqualTo(account(OWNER).toString());
        assertThat(lease.get("ttlSeconds").longValue()).isEqualTo(60);
        assertThat(lease.get("endMillis").longValue()).isEqualTo(end);
        assertThat(lease.get("keys").intValue()).isEqualTo(2);
        assertThat(shown.get("keys").size()).isZero();

        JsonNode keys = node.client.get(LEASES + "/7?keys&consistency=local").json().get("keys");
        assertThat(keys.valueStream().map(JsonNode::stringValue)).containsExactly("YQ==", "Yg==");
    }

    @Test
    void everyIdIsListedOnAPageAndThePagesGoOnUntilThereIsNoMore() throws Exception {
        List<Long> ids = List.of(Long.MIN_VALUE, -7L, 1L, 1L << 60, Long.MAX_VALUE);
        ids.reversed().forEach(this::grant);
        List<Long> seen = new ArrayList<>();
        String after = "";
        boolean more = true;
        int pages = 0;
        while (more) {
            JsonNode page = node.client.get(LEASES + "?limit=2" + after).json();
            page.get("leases").forEach(each -> seen.add(each.get("lease").longValue()));
            more = page.get("more").booleanValue();
            after = "&after=" + seen.getLast();
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).isEqualTo(ids);
        JsonNode last = node.client.get(LEASES + "?after=" + (Long.MAX_VALUE - 1)).json();
        assertThat(last.at("/leases/0/lease").longValue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPageHasAHundredUnlessMoreAreAskedFor() throws Exception {
        for (int i = 1; i <= 101; i++) {
            grant(i);
        }
        JsonNode page = node.client.get(LEASES).json();
        assertThat(page.get("leases").size()).isEqualTo(100);
        assertThat(page.get("more").booleanValue()).isTrue();
        assertThat(node.client.get(LEASES + "?limit=1000").json().get("leases").size()).isEqualTo(101);
    }

    @Test
    void inBorshAllIsTheRecordsBytes() throws Exception {
        grant(-7);
        apply(TestNode.putLeased("a", "1", -7));
        assertThat(read(LEASES, LeasesAnswer.class))
                .isInstanceOfSatisfying(LeasesAnswer.Page.class, page -> assertThat(page.leases())
                        .hasSize(1));
        assertThat(read(LEASES + "/-7?keys=true", LeaseAnswer.class))
                .isInstanceOfSatisfying(LeaseAnswer.Found.class, found -> assertThat(found.keys())
                        .containsExactly(Bytes.utf8("a")));
    }

    @Test
    void whereItsKeysAreManyTheAnswersAreMadeInTurn() throws Exception {
        HttpLimits tight = TestLimits.with(limits -> limits.largeAnswerBytesMax = 1);
        try (TestNode one = new TestNode(HttpSettings.onLoopback(0).withLimits(tight))) {
            one.port.submit(one.sign(OWNER, new GrantLease(KEYSPACE, 7, 60, Bytes.EMPTY)));
            for (int i = 0; i < 10; i++) {
                one.port.submit(one.sign(OWNER, TestNode.putLeased("key " + i + "x".repeat(3_000), "1", 7)));
            }
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return one.client.get(LEASES + "/7?keys&consistency=local").bytes().length();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            for (CompletableFuture<Integer> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isGreaterThan(40_000);
            }
        }
    }

    private <T> T read(String path, Class<T> type) throws Exception {
        return node.port.schema().codec(type).decode(node.client.get(path, "Accept", BORSH).bytes());
    }
}
