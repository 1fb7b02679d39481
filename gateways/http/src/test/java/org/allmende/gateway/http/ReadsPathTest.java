package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestClient.BORSH;
import static org.allmende.gateway.http.TestNode.KEYSPACE;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.coordination.ReadsRequest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many questions at once, of one height that may be waited for. */
class ReadsPathTest {
    private static final String READS = "/v1/keyspaces/default/reads";
    private static final Codec<ReadsRequest> REQUEST = Schema.standard().codec(ReadsRequest.class);
    private static final Codec<ReadsAnswer> ANSWER = Schema.standard().codec(ReadsAnswer.class);
    private static final ReadRequest EVERYTHING =
            new ReadRequest.Range(RangeRequest.of(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd()));

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private ReadsAnswer ask(String path, ReadRequest... requests) throws Exception {
        TestClient.Answer answer = node.client.post(
                path, REQUEST.encode(new ReadsRequest(List.of(requests))), "Accept", BORSH);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return ANSWER.decode(answer.bytes());
    }

    private static List<String> keys(ReadAnswer answer) {
        return ((RangeAnswer.Found) ((ReadAnswer.Range) answer).answer())
                .result().keyValues().stream().map(each -> each.key().toText()).toList();
    }

    @Test
    void everyKindOfQuestionIsAnsweredFromOneHeight() throws Exception {
        node.write("a", "1");
        node.write("b", "2");
        node.port.submit(node.sign(OWNER, new GrantLease(KEYSPACE, 7, 60, Bytes.EMPTY)));
        ReadsAnswer answer = ask(
                READS,
                EVERYTHING,
                new ReadRequest.Range(RangeRequest.of(Bytes.utf8("a")).withRevision(9)),
                new ReadRequest.History(HistoryRequest.of(KeyRange.ALL, 3)),
                new ReadRequest.Lease(7, true),
                new ReadRequest.Leases(Long.MIN_VALUE, 10));
        assertThat(answer.revision()).isEqualTo(3);
        assertThat(answer.height()).isEqualTo(node.port.view().height());
        assertThat(answer.timeMillis()).isEqualTo(node.port.view().timeMillis());
        assertThat(keys(answer.answers().get(0))).containsExactly("a", "b");
        assertThat(answer.answers().get(1))
                .isEqualTo(new ReadAnswer.Range(
                        new RangeAnswer.Refused(answer.height(), CoordinationReason.FUTURE_REVISION)));
        HistoryAnswer.Page page = (HistoryAnswer.Page) ((ReadAnswer.History) answer.answers().get(2)).answer();
        assertThat(page.events()).singleElement().satisfies(event -> assertThat(event.revision()).isEqualTo(3));
        assertThat(((ReadAnswer.Lease) answer.answers().get(3)).answer()).isInstanceOf(LeaseAnswer.Found.class);
        assertThat(((LeasesAnswer.Page) ((ReadAnswer.Leases) answer.answers().get(4)).answer()).leases())
                .hasSize(1);
    }

    @Test
    void aHeightAndARevisionAreWaitedFor() throws Exception {
        node.write("a", "1");
        long height = node.port.view().height();
        for (String condition : List.of("height=" + (height + 1), "revision=3")) {
            ReadsAnswer late = ask(READS + "?" + condition, EVERYTHING);
            assertThat(late.answers()).as("not there yet: " + condition).isEmpty();
            assertThat(late.height()).isEqualTo(height);
        }
        CompletableFuture<ReadsAnswer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(READS + "?revision=3&waitMillis=20000", EVERYTHING);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        node.write("b", "2");
        assertThat(keys(waiting.get(20, TimeUnit.SECONDS).answers().getFirst())).containsExactly("a", "b");
    }

    @Test
    void whatIsTooLargeTogetherIsCutShortAndTheFirstAnswerAlwaysComes() throws Exception {
        for (int i = 0; i < 5; i++) {
            node.write("k" + i, "x".repeat(1_000_000));
        }
        ReadsAnswer answer = ask(READS, EVERYTHING, EVERYTHING);
        assertThat(answer.answers()).as("5 MB each, 8 MiB together").hasSize(1);
        for (int i = 5; i < 10; i++) {
            node.write("k" + i, "x".repeat(1_000_000));
        }
        assertThat(keys(ask(READS, EVERYTHING, EVERYTHING).answers().getFirst())).hasSize(10);
    }

    @Test
    void soManyQuestionsAndNotOneMore() throws Exception {
        List<ReadRequest> most = Collections.nCopies(ReadsRequest.REQUESTS_MAX, new ReadRequest.Lease(1, false));
        assertThat(ask(READS, most.toArray(ReadRequest[]::new)).answers()).hasSize(ReadsRequest.REQUESTS_MAX);
        Bytes encoded = REQUEST.encode(new ReadsRequest(most));
        byte[] tooMany = encoded.concat(encoded.slice(4, 14)).toArray();
        tooMany[0]++;
        TestClient.Answer refused = node.client.post(READS, Bytes.wrap(tooMany));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("reason").stringValue()).isEqualTo("MALFORMED");
        assertThat(refused.json().get("detail").stringValue()).contains("at most 1000 questions");
    }

    @Test
    void aKeyspaceThatIsNotThereHasNoRevision() throws Exception {
        ReadsAnswer answer = ask("/v1/keyspaces/nowhere/reads", EVERYTHING);
        assertThat(answer.revision()).isZero();
        assertThat(answer.answers())
                .containsExactly(new ReadAnswer.Range(
                        new RangeAnswer.Refused(answer.height(), CoordinationReason.KEYSPACE_NOT_FOUND)));
    }

    @Test
    void itIsShownInJsonToo() throws Exception {
        node.write("a", "1");
        TestClient.Answer answer = node.client.post(READS, REQUEST.encode(new ReadsRequest(List.of(EVERYTHING))));
        assertThat(answer.json().at("/answers/0/answer/result/keyValues/0/keyText").stringValue())
                .isEqualTo("a");
    }
}
