package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeaseInfo;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a client asks of leases, and what it makes of the answers. */
class LeaseQueryTest {
    private static final LeaseInfo INFO =
            new LeaseInfo(-7, new AccountId(Bytes.hex("33".repeat(32))), 60, FakeNetwork.AGREED_MILLIS, 1);

    private final FakeNetwork network = new FakeNetwork("home");

    private static NetworkClient client(FakeNode node) {
        return NetworkClient.open(ClientSettings.of(List.of(node.uri()))
                .withHedgeAfter(Duration.ofSeconds(20))
                .withQueryPatience(Duration.ofSeconds(5)));
    }

    private static <T> FakeNode.Reaction answering(Class<T> type, T answer) {
        return exchange -> FakeNode.borsh(exchange, 200, FakeNode.encoded(type, answer));
    }

    @Test
    void leasesAreAskedForPageByPage() throws Exception {
        LeasesAnswer.Page page = new LeasesAnswer.Page(55, 3, List.of(INFO), false);
        try (FakeNode node = new FakeNode(network)
                        .on("/v1/keyspaces/default/leases", answering(LeasesAnswer.class, page));
                NetworkClient client = client(node)) {
            assertThat(client.leases("default", Optional.empty(), Consistency.LINEARIZABLE)).isEqualTo(page);
            assertThat(node.requests.getLast())
                    .isEqualTo("GET /v1/keyspaces/default/leases?limit=1000&consistency=linearizable");
            client.leases("default", Optional.of(-7L), Consistency.LOCAL);
            assertThat(node.requests.getLast())
                    .isEqualTo("GET /v1/keyspaces/default/leases?limit=1000&after=-7&consistency=local");
        }
    }

    @Test
    void oneIsAskedForWithItsKeysOrWithout() throws Exception {
        LeaseAnswer.Found found = new LeaseAnswer.Found(55, 3, INFO, List.of(Bytes.utf8("a")));
        try (FakeNode node = new FakeNode(network)
                        .on("/v1/keyspaces/default/leases/-7", answering(LeaseAnswer.class, found));
                NetworkClient client = client(node)) {
            assertThat(client.lease("default", -7, true, Consistency.LINEARIZABLE)).isEqualTo(found);
            assertThat(node.requests.getLast())
                    .isEqualTo("GET /v1/keyspaces/default/leases/-7?keys=true&consistency=linearizable");
            client.lease("default", -7, false, Consistency.LOCAL);
            assertThat(node.requests.getLast()).isEqualTo("GET /v1/keyspaces/default/leases/-7?consistency=local");
        }
    }

    /** Whichever way a node says it. */
    @Test
    void whatIsNotThereIsRefused() throws Exception {
        try (FakeNode node = new FakeNode(network)
                        .on("/v1/keyspaces/a/leases/7", answering(LeaseAnswer.class, new LeaseAnswer.NotFound(55, 3)))
                        .on("/v1/keyspaces/b/leases/7", answering(LeaseAnswer.class, new LeaseAnswer.NoKeyspace(55)))
                        .on("/v1/keyspaces/c/leases", answering(LeasesAnswer.class, new LeasesAnswer.NoKeyspace(55)))
                        .on("/v1/keyspaces/d/leases", FakeNode.refusing(404, "KEYSPACE_NOT_FOUND"));
                NetworkClient client = client(node)) {
            assertRefused("LEASE_NOT_FOUND", () -> client.lease("a", 7, false, Consistency.LOCAL));
            assertRefused("KEYSPACE_NOT_FOUND", () -> client.lease("b", 7, false, Consistency.LOCAL));
            assertRefused("KEYSPACE_NOT_FOUND", () -> client.leases("c", Optional.empty(), Consistency.LOCAL));
            assertRefused("KEYSPACE_NOT_FOUND", () -> client.leases("d", Optional.empty(), Consistency.LOCAL));
            assertThatThrownBy(() -> client.lease("a", 7, false, Consistency.LOCAL))
                    .hasMessageContaining("there is no lease 7 in keyspace 'a' as of height 55")
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> assertThat(refusal.advice())
                            .isEqualTo(CoordinationReason.LEASE_NOT_FOUND.advice()));
        }
    }

    private static void assertRefused(String reason, ThrowingCallable question) {
        assertThatThrownBy(question)
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal.status()).isEqualTo(404);
                });
    }
}
