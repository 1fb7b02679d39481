package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestClient.BORSH;
import static org.allmende.gateway.http.TestNode.GATEWAY;
import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.account;
import static org.allmende.gateway.http.TestNode.put;
import static org.allmende.gateway.http.TestNode.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.allmende.coordination.PutResult;
import org.allmende.coordination.Summary;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.Batch;
import org.allmende.ledger.port.BatchAnswer;
import org.allmende.ledger.port.BatchAnswer.Submitted;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class TransactionPathsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private TransactionId idOf(Bytes signed) throws Exception {
        Bytes transaction =
                node.port.schema().codec(SignedTransaction.class).decode(signed).transaction();
        Transaction decoded = node.port.schema().codec(Transaction.class).decode(transaction);
        return TransactionId.of(decoded.validUntilMillis(), transaction);
    }

    // ---- submit

    @Test
    void aTransactionIsAcceptedAtOnceUnlessItIsWaitedFor() throws Exception {
        node.engine.hold();
        Bytes signed = node.sign(OWNER, put("a", "1"));
        TestClient.Answer answer = node.client.post("/v1/transactions", signed);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("id").stringValue()).isEqualTo(idOf(signed).toString());
        assertThat(answer.header("Location")).isEqualTo("/v1/receipts/" + idOf(signed));
        assertThat(node.client.get(answer.header("Location")).json().get("type").stringValue())
                .isEqualTo("pending");
        node.engine.release();
        assertThat(node.client.get(answer.header("Location")).json().get("type").stringValue())
                .isEqualTo("applied");
    }

    @Test
    void inBorshAnAcceptedTransactionIsTheBytesOfItsId() throws Exception {
        node.engine.hold();
        Bytes signed = node.sign(OWNER, put("a", "1"));
        TestClient.Answer answer = node.client.post("/v1/transactions?waitMillis=1", signed, "Accept", BORSH);

        assertThat(answer.status()).as("not settled within the time").isEqualTo(202);
        assertThat(answer.header("Content-Type")).isEqualTo(BORSH);
        assertThat(answer.bytes()).isEqualTo(idOf(signed).value());
    }

    @Test
    void whoWaitsGetsTheAnswerWithTheWholeResults() throws Exception {
        CompletableFuture<TestClient.Answer> asked;
        node.engine.hold();
        Bytes signed = node.sign(
                OPERATOR,
                node.port.view().timeMillis() + 60_000,
                Group.of(LedgerOperation.OpenAccount.ofKey(Ed25519.publicKey(secret("new")), Quota.STANDARD)),
                Group.of(LedgerOperation.OpenAccount.ofKey(Ed25519.publicKey(secret("new")), Quota.STANDARD)));
        asked = waitFor("/v1/transactions?waitMillis=20000", "*/*", signed);
        release();

        TestClient.Answer answer = asked.get(20, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("type").stringValue()).isEqualTo("applied");
        assertThat(json.at("/receipt/outcomes/0/type").stringValue()).isEqualTo("applied");
        assertThat(json.at("/receipt/outcomes/1/reason").stringValue()).isEqualTo("ACCOUNT_EXISTS");
        assertThat(json.at("/receipt/outcomes/1/application").stringValue()).isEqualTo("ledger");
        assertThat(json.at("/receipt/outcomes/1/advice").stringValue()).isNotBlank();
        assertThat(json.at("/results/0/0/type").stringValue()).isEqualTo("opened");
        assertThat(json.at("/results/0/0/account").stringValue())
                .isEqualTo(account(secret("new")).toString());
    }

    @Test
    void inBorshTheAnswerIsAnAnswerOrWithResultsASettled() throws Exception {
        node.engine.hold();
        CompletableFuture<TestClient.Answer> plain = waitFor(
                "/v1/transactions?waitMillis=20000",
                BORSH,
                node.sign(OPERATOR, LedgerOperation.OpenAccount.ofKey(Ed25519.publicKey(secret("a")), Quota.STANDARD)));
        release();
        node.engine.hold();
        CompletableFuture<TestClient.Answer> whole = waitFor(
                "/v1/transactions?waitMillis=20000&results=true",
                BORSH,
                node.sign(OPERATOR, LedgerOperation.OpenAccount.ofKey(Ed25519.publicKey(secret("b")), Quota.STANDARD)));
        release();

        Answer answer = node.port.schema()
                .codec(Answer.class)
                .decode(plain.get(20, TimeUnit.SECONDS).bytes());
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        Settled settled = node.port.schema()
                .codec(Settled.class)
                .decode(whole.get(20, TimeUnit.SECONDS).bytes());
        assertThat(settled.results())
                .hasValue(List.of(List.of(new LedgerResult.Opened(account(secret("b"))))));
    }

    // ---- batch

    private Bytes batch(Bytes... signed) {
        return node.port.schema().codec(Batch.class).encode(new Batch(List.of(signed)));
    }

    @Test
    void ofABatchEachIsForItself() throws Exception {
        Bytes first = node.sign(OWNER, put("a", "1"));
        Bytes second = node.sign(OWNER, put("a", "2"));
        Bytes torn = second.slice(0, second.length() - 1);
        TestClient.Answer answer =
                node.client.post("/v1/transactions/batch?waitMillis=20000", batch(first, torn, second), "Accept", BORSH);

        assertThat(answer.status()).isEqualTo(200);
        List<Submitted> submitted = node.port.schema()
                .codec(BatchAnswer.class)
                .decode(answer.bytes())
                .transactions();
        assertThat(submitted).hasSize(3);
        assertThat(submitted.get(0)).isInstanceOfSatisfying(Submitted.Settled.class, settled -> {
            assertThat(settled.answer()).isInstanceOfSatisfying(Answer.Applied.class, applied -> {
                assertThat(applied.receipt().id()).isEqualTo(settled.id());
            });
        });
        assertThat(((Submitted.Settled) submitted.get(0)).id()).isEqualTo(idOf(first));
        assertThat(submitted.get(1))
                .isInstanceOfSatisfying(
                        Submitted.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Admission.Reason.MALFORMED));
        assertThat(submitted.get(2))
                .isInstanceOfSatisfying(
                        Submitted.Settled.class,
                        settled -> assertThat(settled.answer()).isInstanceOf(Answer.Applied.class));
    }

    @Test
    void whatOfABatchIsNotSettledInTimeIsAccepted() throws Exception {
        node.engine.hold();
        Bytes signed = node.sign(OWNER, put("a", "1"));
        JsonNode json =
                node.client.post("/v1/transactions/batch?waitMillis=1", batch(signed)).json();

        assertThat(json.at("/transactions/0/type").stringValue()).isEqualTo("accepted");
        assertThat(json.at("/transactions/0/id").stringValue()).isEqualTo(idOf(signed).toString());
        node.engine.release();
    }

    @Test
    void aBatchHasAMost() throws Exception {
        Bytes[] most = new Bytes[Batch.TRANSACTIONS_MAX];
        Arrays.fill(most, Bytes.EMPTY);
        assertThat(node.client.post("/v1/transactions/batch", batch(most)).json().at("/transactions").size())
                .isEqualTo(Batch.TRANSACTIONS_MAX);

        // The count stands first, little-endian.
        Bytes more = Bytes.of((byte) 1, (byte) 4, (byte) 0, (byte) 0)
                .concat(Bytes.wrap(new byte[4 * (Batch.TRANSACTIONS_MAX + 1)]));
        TestClient.Answer refused = node.client.post("/v1/transactions/batch", more);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("reason").stringValue()).isEqualTo("MALFORMED");
        assertThat(refused.json().get("detail").stringValue()).contains("at most 1024 signed transactions");
    }

    private CompletableFuture<TestClient.Answer> waitFor(String path, String accept, Bytes signed) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return node.client.post(path, signed, "Accept", accept);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Orders what is offered as soon as somebody waits for it. */
    private void release() {
        await().until(() -> node.port.status().underWay() > 0);
        node.engine.release();
    }

    record Refused(String what, int status, Admission.Reason reason, Function<TestNode, Bytes> body) {}

    static List<Refused> refused() {
        long start = TestNode.START;
        return List.of(
                new Refused("nothing", 400, Admission.Reason.MALFORMED, node -> Bytes.EMPTY),
                new Refused("no Borsh", 400, Admission.Reason.MALFORMED, node -> Bytes.utf8("hello")),
                new Refused("a byte too many", 400, Admission.Reason.MALFORMED, node -> node.sign(
                                OWNER, put("a", "1"))
                        .concat(Bytes.of((byte) 0))),
                new Refused("one for another network", 422, Admission.Reason.WRONG_NETWORK, node -> node.sign(
                        new NetworkId(Digests.sha256("another network")), account(OWNER), OWNER, put("a", "1"))),
                new Refused("an old one", 422, Admission.Reason.EXPIRED, node -> node.sign(
                        OWNER, start - 1, Group.of(put("a", "1")))),
                new Refused("one for next year", 422, Admission.Reason.VALID_TOO_LONG, node -> node.sign(
                        OWNER, start + 31_000_000_000L, Group.of(put("a", "1")))),
                new Refused("a changed one", 401, Admission.Reason.BAD_SIGNATURE, node -> {
                    byte[] bytes = node.sign(OWNER, put("a", "1")).toArray();
                    bytes[bytes.length - 1] ^= 1;
                    return Bytes.wrap(bytes);
                }),
                new Refused("a stranger's", 403, Admission.Reason.UNKNOWN_ACCOUNT, node -> node.sign(
                        secret("stranger"), put("a", "1"))),
                new Refused("one with another opened account's key", 403, Admission.Reason.NOT_AUTHORIZED, node -> node.sign(
                        node.genesis.networkId(), account(OWNER), OPERATOR, put("a", "1"))),
                new Refused("one for a node that stands", 503, Admission.Reason.HALTED, node -> {
                    node.engine.refuse(Submission.Reason.HALTED);
                    return node.sign(OWNER, put("a", "1"));
                }),
                new Refused("one too many", 429, Admission.Reason.BUSY, node -> {
                    node.engine.refuse(Submission.Reason.BUSY);
                    return node.sign(OWNER, put("a", "1"));
                }),
                new Refused("one too large for the engine", 413, Admission.Reason.TOO_LARGE, node -> {
                    node.engine.refuse(Submission.Reason.TOO_LARGE);
                    return node.sign(OWNER, put("a", "1"));
                }));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void everyRefusalOfTheNodeIsAProblemWithItsReason(Refused refused) throws Exception {
        TestClient.Answer answer = node.client.post("/v1/transactions", refused.body().apply(node));

        assertThat(answer.status()).as(refused.what()).isEqualTo(refused.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("reason").stringValue())
                .isEqualTo(refused.reason().name());
        for (String member : List.of("type", "title", "detail", "advice")) {
            assertThat(answer.json().get(member).stringValue()).as(member).isNotBlank();
        }
        assertThat(answer.json().get("status").intValue()).isEqualTo(refused.status());
        assertThat(answer.header("Retry-After").isEmpty())
                .as("tells when to try again exactly when that may help")
                .isEqualTo(refused.status() != 429 && refused.status() != 503);
        assertThat(answer.header("WWW-Authenticate").isEmpty()).isEqualTo(refused.status() != 401);
    }

    /** The results themselves come to who asks before it is applied; afterwards there is the receipt. */
    @Test
    void whoAsksForResultsGetsASettled() throws Exception {
        node.engine.hold();
        Bytes signed = node.sign(OWNER, put("colour", "blue"));
        String path = "/v1/receipts/" + idOf(signed) + "?results=true";
        assertThat(settled(path).answer()).isInstanceOf(Answer.Pending.class);
        assertThat(node.port.status().underWay()).as("nobody waits any more").isZero();
        node.port.submit(signed);
        CompletableFuture<Settled> waiting = CompletableFuture.supplyAsync(() -> settled(path + "&waitMillis=20000"));
        await().until(() -> node.port.status().underWay() == 1);
        node.engine.release();
        assertThat(waiting.get(20, TimeUnit.SECONDS).answer()).isInstanceOf(Answer.Applied.class);
        assertThat(waiting.get().results()).isPresent();
        assertThat(settled(path).answer()).isEqualTo(waiting.get().answer());
        assertThat(settled(path).results()).isEmpty();
    }

    private Settled settled(String path) {
        try {
            return node.port.schema().codec(Settled.class)
                    .decode(node.client.get(path, "Accept", BORSH).bytes());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // ---- decode

    @Test
    void aBodyCanBeReadWithoutBeingSubmitted() throws Exception {
        Bytes signed = node.sign(OWNER, put("colour", "blue"));
        JsonNode json = node.client.post("/v1/transactions/decode", signed).json();

        assertThat(json.get("id").stringValue()).isEqualTo(idOf(signed).toString());
        assertThat(json.get("bytes").intValue()).isEqualTo(signed.length());
        assertThat(json.get("forThisNetwork").booleanValue()).isTrue();
        assertThat(json.get("signatureFits").booleanValue()).isTrue();
        assertThat(json.at("/transaction/sender").stringValue())
                .isEqualTo(account(OWNER).toString());
        JsonNode operation = json.at("/transaction/groups/0/operations/0");
        assertThat(operation.get("type").stringValue()).isEqualTo("put");
        assertThat(operation.get("application").stringValue()).isEqualTo("coordination");
        assertThat(operation.at("/request/keyText").stringValue()).isEqualTo("colour");
        assertThat(operation.at("/request/value").stringValue()).isEqualTo("Ymx1ZQ==");
        assertThat(node.client.get("/v1/receipts/" + idOf(signed)).json().get("type").stringValue())
                .isEqualTo("pending");
    }

    @Test
    void whatCannotBeReadIsRefused() throws Exception {
        TestClient.Answer answer = node.client.post("/v1/transactions/decode", Bytes.utf8("hello"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("reason").stringValue()).isEqualTo("MALFORMED");
    }

    // ---- receipts

    @Test
    void aReceiptIsKeptAndSaysWhatCameOfEachGroup() throws Exception {
        Bytes signed = node.sign(OWNER, put("a", "1"));
        node.port.submit(signed);
        TestClient.Answer answer =
                node.client.get("/v1/receipts/" + idOf(signed), "Accept", BORSH);

        Answer decoded = node.port.schema().codec(Answer.class).decode(answer.bytes());
        GroupOutcome outcome = ((Answer.Applied) decoded).receipt().outcomes().getFirst();
        assertThat(Summary.decode(((GroupOutcome.Applied) outcome).summaries().getFirst()).revision())
                .isEqualTo(2);
        assertThat(new PutResult(2, Optional.empty()).summary())
                .isEqualTo(((GroupOutcome.Applied) outcome).summaries().getFirst());
    }

    @Test
    void aReceiptCanBeWaitedFor() throws Exception {
        node.engine.hold();
        Bytes signed = node.sign(GATEWAY, new LedgerOperation.Barrier(1));
        String path = "/v1/receipts/" + idOf(signed);
        node.port.submit(signed);
        assertThat(node.client.get(path + "?waitMillis=1").json().get("type").stringValue())
                .isEqualTo("pending");
        CompletableFuture<TestClient.Answer> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return node.client.get(path + "?waitMillis=30000");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        node.engine.release();
        assertThat(asked.get(20, TimeUnit.SECONDS).json().get("type").stringValue()).isEqualTo("applied");
    }

    @Test
    void whatWasNeverSubmittedNeverHappenedAndIsForgottenLater() throws Exception {
        Bytes signed = node.sign(OWNER, node.port.view().timeMillis() + 1_000, Group.of(put("a", "1")));
        String path = "/v1/receipts/" + idOf(signed);
        node.engine.pass(5_000);
        assertThat(node.client.get(path).json().get("type").stringValue()).isEqualTo("never_happened");
        node.engine.pass(121_000);
        assertThat(node.client.get(path).json().get("type").stringValue()).isEqualTo("forgotten");
    }
}
