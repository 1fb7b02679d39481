package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.client.Settlement.Applied;
import org.allmende.client.Settlement.NeverHappened;
import org.allmende.client.Settlement.Unknown;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a transaction, whatever the nodes do to it. */
class NetworkClientTest {
    private static final Keys KEYS = Keys.ofSecret(Bytes.hex("0123456789abcdef".repeat(4)));
    private static final Group GROUP = Group.of(new LedgerOperation.Barrier(7));
    private static final Duration SHORT = Duration.ofMillis(30);

    private final FakeNetwork network = new FakeNetwork("home");
    private final List<AutoCloseable> opened = new ArrayList<>();
    private FakeNode a = closed();
    private FakeNode b = closed();

    private FakeNode closed() {
        try (FakeNode node = new FakeNode(network)) {
            return node;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void twoNodes() throws IOException {
        a = open(new FakeNode(network));
        b = open(new FakeNode(network));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private NetworkClient client(URI... nodes) {
        return client(settings(nodes));
    }

    private NetworkClient client(ClientSettings settings) {
        return open(NetworkClient.open(settings));
    }

    /** Hedges at once and gives up soon. */
    private static ClientSettings settings(URI... nodes) {
        return ClientSettings.of(List.of(nodes))
                .withHedgeAfter(SHORT)
                .withReachPatience(Duration.ofMillis(200))
                .withQueryPatience(Duration.ofSeconds(5))
                .withValidity(Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    private void assertApplied(Settlement settlement, FakeNode... submittedTo) {
        assertThat(settlement).isInstanceOf(Applied.class);
        assertThat(network.applied()).as("applied once").isEqualTo(1);
        for (FakeNode node : submittedTo) {
            assertThat(node.submitted).isNotEmpty();
            assertThat(FakeNetwork.idOf(node.submitted.getFirst())).isEqualTo(settlement.id());
        }
    }

    @Test
    void aReceiptIsSuccess() throws Exception {
        Settlement settlement = client(a.uri()).submit(KEYS, GROUP);
        assertApplied(settlement, a);
        Applied applied = (Applied) settlement;
        assertThat(applied.receipt().height()).isEqualTo(101);
        assertThat(applied.results()).contains(List.of(List.of(new LedgerResult.Done())));
    }

    @Test
    void aTransactionIsForThisNetworkAndValidForThirtySecondsOfItsTime() throws Exception {
        Prepared prepared = client(a.uri()).prepare(KEYS, List.of(GROUP));
        Transaction transaction = FakeNetwork.transaction(prepared.signed());
        assertThat(transaction.network()).isEqualTo(network.genesis().networkId());
        assertThat(transaction.sender()).isEqualTo(KEYS.account());
        assertThat(transaction.groups()).containsExactly(GROUP);
        assertThat(transaction.validUntilMillis())
                .isBetween(FakeNetwork.AGREED_MILLIS + 30_000, FakeNetwork.AGREED_MILLIS + 90_000);
        assertThat(prepared.id()).isEqualTo(FakeNetwork.idOf(prepared.signed()));
    }

    @Test
    void twoEqualRequestsAreTwoTransactions() throws Exception {
        NetworkClient client = client(a.uri());
        assertThat(client.prepare(KEYS, List.of(GROUP)).id())
                .isNotEqualTo(client.prepare(KEYS, List.of(GROUP)).id());
    }

    @Test
    void theTimeIsTakenFromANodeThatTakesPart() throws Exception {
        NodeStatus behind = a.status(Health.State.CATCHING_UP);
        a.on("/v1/status", exchange -> FakeNode.borsh(exchange, 200, FakeNode.encoded(NodeStatus.class, behind)));
        assertThat(client(a.uri(), b.uri()).prepare(KEYS, List.of(GROUP))).isNotNull();
        assertThat(b.requests).contains("GET /v1/status");
    }

    @Test
    void acceptedIsAwaited() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        a.on("/v1/transactions", a.accepting());
        a.on("/v1/receipts", exchange -> {
            TransactionId id = FakeNetwork.idOf(a.submitted.getFirst());
            if (asked.incrementAndGet() == 3) {
                network.apply(id);
            }
            FakeNode.answer(exchange, network.answer(id));
        });
        assertApplied(client(a.uri()).submit(KEYS, GROUP), a);
        assertThat(asked).hasValue(3);
        assertThat(a.submitted).hasSize(1);
    }

    @Test
    void aNodeWhereNobodyListensIsPassedOver() throws Exception {
        assertApplied(client(FakeNode.nobody(), a.uri()).submit(KEYS, GROUP), a);
    }

    @Test
    void aNodeThatHangsIsOvertaken() throws Exception {
        a.on("/v1/transactions", a.hanging());
        assertApplied(client(a.uri(), b.uri()).submit(KEYS, GROUP), a, b);
    }

    @ParameterizedTest
    @CsvSource({"500, INTERNAL", "503, HALTED", "429, BUSY", "503, STOPPING", "421, WRONG_HOST", "403, UNKNOWN_ACCOUNT"})
    void whatOneNodeRefusesAnotherMayTake(int status, String reason) throws Exception {
        a.on("/v1/transactions", FakeNode.refusing(status, reason));
        assertApplied(client(a.uri(), b.uri()).submit(KEYS, GROUP), a, b);
    }

    @Test
    void aNodeThatDiesAfterItAppliedDoesNoHarm() throws Exception {
        a.on("/v1/transactions", exchange -> {
            network.apply(FakeNetwork.idOf(a.submitted.getLast()));
            FakeNode.dying().to(exchange);
        });
        assertApplied(client(a.uri(), b.uri()).submit(KEYS, GROUP), a, b);
        assertThat(b.submitted.getFirst()).as("the same bytes").isEqualTo(a.submitted.getFirst());
    }

    @Test
    void aNodeThatAcceptsAndForgetsIsNotBelieved() throws Exception {
        a.on("/v1/transactions", a.accepting());
        a.on("/v1/receipts", a.hanging());
        assertApplied(client(a.uri(), b.uri()).submit(KEYS, GROUP), a, b);
    }

    @Test
    void acceptedAloneIsNeverSuccess() throws Exception {
        a.on("/v1/transactions", a.accepting());
        ClientSettings soon = settings(a.uri()).withValidity(Duration.ofSeconds(30), Duration.ofMillis(300));
        NetworkClient client = client(soon);
        Prepared prepared = client.prepare(KEYS, List.of(GROUP));
        Settlement settlement = client.submit(prepared);
        assertThat(settlement).isInstanceOf(Unknown.class);
        assertThat(settlement.id()).isEqualTo(prepared.id());
        assertThat(client.answer(prepared.id(), Duration.ZERO)).isInstanceOf(Answer.Pending.class);

        network.apply(prepared.id());
        assertThat(client.answer(prepared.id(), Duration.ZERO)).isInstanceOf(Answer.Applied.class);
        assertApplied(client.submit(prepared), a);
    }

    @Test
    void theReceiptOfAnotherTransactionIsNoReceipt() throws Exception {
        TransactionId other = new TransactionId(Bytes.hex("44".repeat(32)));
        network.apply(other);
        a.on("/v1/transactions", exchange -> FakeNode.settled(exchange, network.answer(other)));
        a.on("/v1/receipts", exchange -> FakeNode.answer(exchange, network.answer(other)));
        Settlement settlement = client(a.uri(), b.uri()).submit(KEYS, GROUP);
        assertThat(settlement).isInstanceOf(Applied.class);
        assertThat(settlement.id()).isNotEqualTo(other);
        assertThat(b.submitted).isNotEmpty();
    }

    @Test
    void resultsThatCannotBeReadLeaveTheReceipt() throws Exception {
        a.on("/v1/transactions", exchange -> {
            network.apply(FakeNetwork.idOf(a.submitted.getLast()));
            FakeNode.borsh(exchange, 200, Bytes.hex("00ff"));
        });
        Settlement settlement = client(a.uri()).submit(KEYS, GROUP);
        assertApplied(settlement, a);
        assertThat(((Applied) settlement).results()).isEmpty();
    }

    @Test
    void whatExpiredUnappliedNeverHappened() throws Exception {
        a.on("/v1/transactions", exchange -> FakeNode.settled(exchange, new Answer.NeverHappened(200)));
        Settlement settlement = client(a.uri()).submit(KEYS, GROUP);
        assertThat(settlement).isEqualTo(new NeverHappened(settlement.id(), 200));
    }

    @Test
    void expiredMeansNothingToWhoSubmitsAgain() throws Exception {
        NetworkClient client = client(a.uri());
        Prepared prepared = client.prepare(KEYS, List.of(GROUP));
        network.apply(prepared.id());
        a.on("/v1/transactions", FakeNode.refusing(422, "EXPIRED"));
        assertApplied(client.submit(prepared), a);
    }

    @Test
    void whatTheNetworkHasForgottenIsUnknown() throws Exception {
        a.on("/v1/transactions", FakeNode.refusing(422, "EXPIRED"));
        a.on("/v1/receipts", exchange -> FakeNode.answer(exchange, new Answer.Forgotten(900)));
        Settlement settlement = client(a.uri()).submit(KEYS, GROUP);
        assertThat(settlement).isInstanceOf(Unknown.class);
        assertThat(((Unknown) settlement).why()).contains("forgotten it, as of height 900");
    }

    @Test
    void whatEveryNodeRefusesIsRefusedWithReasonAndAdvice() {
        a.on("/v1/transactions", FakeNode.refusing(401, "BAD_SIGNATURE"));
        b.on("/v1/transactions", FakeNode.refusing(401, "BAD_SIGNATURE"));
        assertThatThrownBy(() -> client(a.uri(), b.uri()).submit(KEYS, GROUP))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.admissionReason()).contains(Admission.Reason.BAD_SIGNATURE);
                    assertThat(refusal.status()).isEqualTo(401);
                    assertThat(refusal).hasMessage("what \"exactly\"");
                    assertThat(refusal.advice()).isEqualTo("what to do");
                    assertThat(refusal.isPassing()).isFalse();
                });
    }

    @Test
    void aRefusalDoesNotHideThatAnotherNodeMayHaveIt() throws Exception {
        a.on("/v1/transactions", FakeNode.dying());
        b.on("/v1/transactions", FakeNode.refusing(401, "BAD_SIGNATURE"));
        ClientSettings soon = settings(a.uri(), b.uri()).withValidity(Duration.ofSeconds(30), Duration.ofMillis(300));
        assertThat(client(soon).submit(KEYS, GROUP)).isInstanceOf(Unknown.class);
    }

    @Test
    void busyNodesAreTriedAgain() throws Exception {
        FakeNode.Reaction asUsual = exchange -> {
            network.apply(FakeNetwork.idOf(a.submitted.getLast()));
            FakeNode.settled(exchange, network.answer(FakeNetwork.idOf(a.submitted.getLast())));
        };
        a.on("/v1/transactions", exchange -> {
            (a.submitted.size() < 3 ? FakeNode.refusing(429, "BUSY") : asUsual).to(exchange);
        });
        assertApplied(client(a.uri()).submit(KEYS, GROUP), a);
        assertThat(a.submitted).hasSize(3);
    }

    @Test
    void busyForTooLongIsARefusal() {
        a.on("/v1/transactions", FakeNode.refusing(429, "BUSY"));
        ClientSettings soon = settings(a.uri()).withValidity(Duration.ofSeconds(30), Duration.ofMillis(300));
        assertThatThrownBy(() -> client(soon).submit(KEYS, GROUP))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.admissionReason()).contains(Admission.Reason.BUSY);
                    assertThat(refusal.isPassing()).isTrue();
                });
    }

    @Test
    void noNodeAtAllIsSaidSoon() throws Exception {
        URI nobody = FakeNode.nobody();
        assertThatThrownBy(() -> client(nobody).submit(KEYS, GROUP))
                .isInstanceOf(NoNodeException.class)
                .hasMessageContaining("cannot connect to " + nobody)
                .hasMessageContaining("Look whether the nodes run");
    }

    @Test
    void aTransactionGoesToAsManyNodesAsAskedFor() throws Exception {
        FakeNode c = open(new FakeNode(network));
        a.on("/v1/transactions", a.hanging());
        c.on("/v1/transactions", c.hanging());
        ClientSettings patient = settings(a.uri(), b.uri(), c.uri()).withHedgeAfter(Duration.ofSeconds(20)).to(2);
        assertApplied(client(patient).submit(KEYS, GROUP), a, b);
        assertThat(c.submitted).isEmpty();
    }

    @Test
    void theNodeThatAnsweredIsAskedFirstNextTime() throws Exception {
        a.on("/v1/transactions", FakeNode.refusing(503, "HALTED"));
        NetworkClient client = client(settings(a.uri(), b.uri()).withHedgeAfter(Duration.ofSeconds(20)));
        client.submit(KEYS, GROUP);
        client.submit(KEYS, GROUP);
        assertThat(a.submitted).hasSize(1);
        assertThat(b.submitted).hasSize(2);
    }

    @Test
    void aNodeOfAnotherNetworkIsLeftOut() throws Exception {
        FakeNode stranger = open(new FakeNode(new FakeNetwork("elsewhere")));
        NetworkId home = network.genesis().networkId();
        assertApplied(client(settings(stranger.uri(), a.uri()).in(home)).submit(KEYS, GROUP), a);
        assertThat(stranger.submitted).isEmpty();

        assertThatThrownBy(() -> client(settings(stranger.uri()).in(home)).submit(KEYS, GROUP))
                .isInstanceOf(NoNodeException.class)
                .hasMessageContaining("it belongs to network");
        assertThat(stranger.submitted).isEmpty();
    }

    @Test
    void theFirstNodeToAnswerDecidesWhichNetworkThisIs() throws Exception {
        FakeNode stranger = open(new FakeNode(new FakeNetwork("elsewhere")));
        NetworkClient client = client(a.uri(), stranger.uri());
        assertThat(client.network()).isEqualTo(network.genesis());
        a.close();
        assertThatThrownBy(() -> client.answer(new TransactionId(Bytes.hex("44".repeat(32))), Duration.ZERO))
                .isInstanceOf(NoNodeException.class);
    }

    @Test
    void allNodesAreAskedHowTheyAreAndSilentOnesAreSeen() throws Exception {
        URI nobody = FakeNode.nobody();
        assertThat(client(a.uri(), nobody).statuses())
                .containsEntry(a.uri(), Optional.of(a.status(Health.State.ORDERING)))
                .containsEntry(nobody, Optional.empty());
    }
}
