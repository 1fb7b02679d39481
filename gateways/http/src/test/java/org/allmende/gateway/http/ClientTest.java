package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.KEYSPACE;
import static org.allmende.gateway.http.TestNode.OPERATOR;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.allmende.gateway.http.TestNode.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.EventFeed;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Prepared;
import org.allmende.client.RefusedException;
import org.allmende.client.Settlement;
import org.allmende.client.Watch;
import org.allmende.consensus.solo.SoloConsensus;
import org.allmende.consensus.solo.SoloSettings;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.PutResult;
import org.allmende.coordination.RangeRequest;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client, over two gateways of one ledger: what it sends and expects is what a gateway takes and gives. */
@Timeout(60)
class ClientTest {
    private static final Keys OWNER_KEYS = Keys.ofSecret(OWNER);

    private final Genesis genesis =
            TestNode.genesis(System.currentTimeMillis(), new Parameters(100, 3_000, 120_000, 1_000));

    @TempDir
    Path dir;

    private record Running(LocalPort port, HttpGateway first, HttpGateway second, NetworkClient client)
            implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            first.close();
            second.close();
            port.close();
        }
    }

    private Running start() throws Exception {
        List<Coordination> made = new ArrayList<>();
        LocalPort port = LocalPort.open(new LocalPort.Settings(
                genesis,
                0,
                tables -> {
                    made.add(new Coordination(tables));
                    return made;
                },
                new SoloConsensus(SoloSettings.in(dir, genesis.networkId().value())),
                TestNode.GATEWAY,
                InstantSource.system(),
                ForkJoinPool.commonPool()));
        await().until(() -> port.view().height() > 0);
        HttpGateway first = HttpGateway.open(HttpSettings.onLoopback(0), port, made.getFirst());
        HttpGateway second = HttpGateway.open(HttpSettings.onLoopback(0), port, made.getFirst());
        ClientSettings settings = ClientSettings.of(List.of(first.uri(), second.uri()));
        return new Running(port, first, second, NetworkClient.open(settings));
    }

    private static Settlement.Applied applied(Settlement settlement) {
        assertThat(settlement).isInstanceOf(Settlement.Applied.class);
        return (Settlement.Applied) settlement;
    }

    private static Settlement.Applied write(NetworkClient client, String key, String value) throws Exception {
        return applied(client.submit(OWNER_KEYS, Group.of(put(key, value))));
    }

    @Test
    void whatIsWrittenIsReadByWhoeverAsksAfterwards() throws Exception {
        try (Running node = start()) {
            Settlement.Applied written = write(node.client(), "k", "v");
            assertThat(written.results()).contains(List.of(List.of(new PutResult(2, Optional.empty()))));

            var read = node.client().range(KEYSPACE, RangeRequest.of(Bytes.utf8("k")), Consistency.LINEARIZABLE);
            assertThat(read.result().keyValues().getFirst().value()).isEqualTo(Bytes.utf8("v"));
            assertThat(read.height()).isGreaterThanOrEqualTo(written.receipt().height());
            assertThat(node.client()
                            .keyspace(KEYSPACE, Consistency.LOCAL)
                            .keyspace()
                            .revision())
                    .isEqualTo(2);
            assertThat(node.client().keyspaces(Consistency.LOCAL).keyspaces()).hasSize(1);
            assertThat(node.client().answer(written.id(), Duration.ZERO))
                    .isInstanceOfSatisfying(
                            Answer.Applied.class,
                            answer -> assertThat(answer.receipt()).isEqualTo(written.receipt()));
        }
    }

    @Test
    void theSameBytesAgainAreTheSameTransaction() throws Exception {
        try (Running node = start()) {
            Prepared prepared = node.client().prepare(OWNER_KEYS, List.of(Group.of(put("k", "v"))));
            Settlement.Applied once = applied(node.client().submit(prepared));
            Settlement.Applied twice = applied(node.client().submit(prepared));
            assertThat(twice.receipt()).isEqualTo(once.receipt());
            assertThat(node.client()
                            .keyspace(KEYSPACE, Consistency.LINEARIZABLE)
                            .keyspace()
                            .revision())
                    .isEqualTo(2);
        }
    }

    @Test
    void whatARuleRefusesHasAReceiptAndWhatAdmissionRefusesHasNone() throws Exception {
        try (Running node = start()) {
            Settlement notAllowed = node.client().submit(Keys.ofSecret(OPERATOR), Group.of(put("k", "v")));
            assertThat(applied(notAllowed).receipt().outcomes())
                    .containsExactly(
                            new GroupOutcome.Refused(0, Coordination.TAG, CoordinationReason.NOT_ALLOWED.code()));

            assertThatThrownBy(() -> node.client().submit(Keys.generate(), Group.of(put("k", "v"))))
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                        assertThat(refusal.admissionReason()).contains(Admission.Reason.UNKNOWN_ACCOUNT);
                        assertThat(refusal.advice()).isNotEmpty();
                    });
            assertThatThrownBy(() -> node.client()
                            .range(KEYSPACE, RangeRequest.of(Bytes.utf8("k")).withRevision(99), Consistency.LOCAL))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo("FUTURE_REVISION"));
        }
    }

    @Test
    void whatNobodySubmittedInItsTimeNeverHappened() throws Exception {
        try (Running node = start()) {
            TransactionId passed = TransactionId.of(genesis.startMillis() - 1, Bytes.EMPTY);
            assertThat(node.client().answer(passed, Duration.ofSeconds(5))).isInstanceOf(Answer.NeverHappened.class);
        }
    }

    @Test
    void writesAndWatchesGoOnWhenAGatewayGoes() throws Exception {
        try (Running node = start();
                Watch watch = node.client().watch(KEYSPACE, KeyRange.ALL, 0, false)) {
            List<Long> watched = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                write(node.client(), "k" + i, "v");
                watched.add(watch.next().revision());
            }
            node.first().close();
            for (int i = 3; i < 6; i++) {
                write(node.client(), "k" + i, "v");
            }
            for (int i = 3; i < 6; i++) {
                watched.add(watch.next().revision());
            }
            assertThat(watched).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(node.client().statuses().values()).element(0).isEqualTo(Optional.empty());
        }
    }

    @Test
    void whatHappensIsToldAndAccountsCanBeLookedAt() throws Exception {
        Keys member = Keys.generate();
        try (Running node = start();
                EventFeed feed = node.client().events()) {
            await().until(() -> feed.trouble().isEmpty());
            Group open = Group.of(LedgerOperation.OpenAccount.ofKey(member.publicKey(), Quota.STANDARD));
            applied(node.client().submit(Keys.ofSecret(OPERATOR), open));
            assertThat(feed.next())
                    .isInstanceOfSatisfying(EventFeed.Item.Happened.class, happened -> assertThat(
                                    happened.event().event())
                            .isEqualTo(new LedgerEvent.AccountOpened(
                                    member.account(), TestNode.account(OPERATOR))));

            var account = node.client().account(member.account(), Consistency.LINEARIZABLE);
            assertThat(account.id()).isEqualTo(member.account());
            assertThat(account.account().mayOpen()).isFalse();
        }
    }

    @Test
    void theNetworkShowsItselfAlikeAtEveryNode() throws Exception {
        try (Running node = start()) {
            assertThat(node.client().network()).isEqualTo(genesis);
            assertThat(node.client().networkId()).isEqualTo(genesis.networkId());
            assertThat(node.client().statuses().values()).allMatch(Optional::isPresent);
            assertThat(node.client().digest(node.first().uri()).digest().length())
                    .isEqualTo(32);
        }
    }
}
