package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.coordination.RangeResult;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static final KeyValue KEY_VALUE = new KeyValue(Bytes.utf8("k"), 2, 3, 2, Bytes.utf8("v"), 0);
    private static final RangeAnswer FOUND =
            new RangeAnswer.Found(55, new RangeResult(3, List.of(KEY_VALUE), 1, false));

    private final FakeNetwork network = new FakeNetwork("home");

    private static NetworkClient client(FakeNode... nodes) {
        return NetworkClient.open(ClientSettings.of(
                        Arrays.stream(nodes).map(FakeNode::uri).toList())
                .withHedgeAfter(Duration.ofSeconds(20))
                .withQueryPatience(Duration.ofSeconds(5)));
    }

    private static FakeNode.Reaction answering(RangeAnswer answer) {
        return exchange -> FakeNode.borsh(exchange, 200, FakeNode.encoded(RangeAnswer.class, answer));
    }

    @Test
    void aRangeIsAskedForInFullAndAnsweredAsOfAHeight() throws Exception {
        try (FakeNode node = new FakeNode(network).on("/v1/keyspaces/default/range", answering(FOUND));
                NetworkClient client = client(node)) {
            RangeRequest request = RangeRequest.prefix(Bytes.utf8("k?"))
                    .withLimit(5)
                    .withRevision(3)
                    .sorted(SortOrder.DESCEND, SortTarget.MOD)
                    .withKeysOnly()
                    .withCountOnly()
                    .modifiedAt(1, 2)
                    .createdAt(3, 4);
            assertThat(client.range("default", request, Consistency.LINEARIZABLE)).isEqualTo(FOUND);
            assertThat(node.requests.getLast())
                    .isEqualTo("GET /v1/keyspaces/default/range?consistency=linearizable&key=az8&rangeEnd=a0A"
                            + "&limit=5&revision=3&sortOrder=DESCEND&sortTarget=MOD&keysOnly=true&countOnly=true"
                            + "&minModRevision=1&maxModRevision=2&minCreateRevision=3&maxCreateRevision=4");

            client.range("default", RangeRequest.of(Bytes.utf8("k")), Consistency.LOCAL);
            assertThat(node.requests.getLast()).isEqualTo("GET /v1/keyspaces/default/range?consistency=local&key=aw");
        }
    }

    @Test
    void aNodeWithoutABarrierIsFollowedByTheNext() throws Exception {
        try (FakeNode a = new FakeNode(network).on("/v1/keyspaces", FakeNode.refusing(503, "NO_BARRIER"));
                FakeNode b = new FakeNode(network).on("/v1/keyspaces", answering(FOUND));
                NetworkClient client = client(a, b)) {
            assertThat(client.range("default", RangeRequest.of(Bytes.utf8("k")), Consistency.LINEARIZABLE))
                    .isEqualTo(FOUND);
        }
    }

    @Test
    void aNodeThatTalksNonsenseIsFollowedByTheNext() throws Exception {
        try (FakeNode a = new FakeNode(network)
                        .on("/v1/keyspaces", exchange -> FakeNode.borsh(exchange, 200, Bytes.utf8("hello")));
                FakeNode b = new FakeNode(network).on("/v1/keyspaces", answering(FOUND));
                NetworkClient client = client(a, b)) {
            assertThat(client.range("default", RangeRequest.of(Bytes.utf8("k")), Consistency.LOCAL))
                    .isEqualTo(FOUND);
        }
    }

    @Test
    void aWrongQuestionIsRefusedByTheFirstNodeForAll() throws Exception {
        try (FakeNode a = new FakeNode(network).on("/v1/keyspaces", FakeNode.refusing(410, "COMPACTED"));
                FakeNode b = new FakeNode(network);
                NetworkClient client = client(a, b)) {
            assertThatThrownBy(() -> client.range("default", RangeRequest.of(Bytes.utf8("k")), Consistency.LOCAL))
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                        assertThat(refusal.reason()).isEqualTo(CoordinationReason.COMPACTED.name());
                        assertThat(refusal.admissionReason()).isEmpty();
                    });
            assertThat(b.requests).isEmpty();
        }
    }

    @Test
    void aRefusalInTheAnswerIsARefusalToo() throws Exception {
        RangeAnswer refused = new RangeAnswer.Refused(55, CoordinationReason.FUTURE_REVISION);
        try (FakeNode node = new FakeNode(network).on("/v1/keyspaces", answering(refused));
                NetworkClient client = client(node)) {
            assertThatThrownBy(() -> client.range("default", RangeRequest.of(Bytes.utf8("k")), Consistency.LOCAL))
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                        assertThat(refusal.reason()).isEqualTo("FUTURE_REVISION");
                        assertThat(refusal.advice()).isEqualTo(CoordinationReason.FUTURE_REVISION.advice());
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:7700", "ftp://127.0.0.1", "http://", "http://user@127.0.0.1:7700", "http://127.0.0.1/v1",
                "http://127.0.0.1?x", "http://127.0.0.1#x", "http://127.0.0.1:0", "http://127.0.0.1:65536",
            })
    void whatIsNoAddressOfANodeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientSettings.of(List.of(URI.create(text))));
    }

    /** With the slash that people copy from a browser, and with the zone of an address on this machine's own links. */
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:7700/", "https://node.example.org", "http://[fe80::1%25eth0]:7700"})
    void anAddressOfANodeIsTakenAsPeopleWriteIt(String text) {
        assertThat(ClientSettings.of(List.of(URI.create(text))).nodes()).containsExactly(URI.create(text));
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        ClientSettings settings = ClientSettings.of(List.of(URI.create("http://127.0.0.1:7700/")));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientSettings.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.to(0));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withHedgeAfter(Duration.ZERO));
        Duration longest = Duration.ofMillis(Limits.VALIDITY_MILLIS_MAX);
        assertThat(settings.withValidity(longest, longest).validity()).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withValidity(longest.plusMillis(1), longest));
    }
}
