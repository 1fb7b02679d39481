package org.allmende.client;

import static org.allmende.client.FakeNode.borsh;
import static org.allmende.client.FakeNode.encoded;
import static org.allmende.client.FakeNode.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationResult;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.ReadAnswer;
import org.allmende.coordination.ReadRequest;
import org.allmende.coordination.ReadsAnswer;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.port.RosterChainPage;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.roster.RosterVouch;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network of four, one of which may lie: what is believed, and what is refused at the beginning. */
class VouchedClientTest {
    private static final Keys KEYS = Keys.ofSecret(Bytes.hex("0123456789abcdef".repeat(4)));
    private static final Group GROUP = Group.of(new LedgerOperation.Barrier(7));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeNetwork network = new FakeNetwork("home", 4);
    private final List<FakeNode> nodes = new ArrayList<>();
    private final List<URI> contradicted = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void fourNodes() throws IOException {
        for (int i = 0; i < 4; i++) {
            nodes.add(open(new FakeNode(network)));
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private static ClientSettings settings(List<URI> uris) {
        return ClientSettings.of(uris)
                .withHedgeAfter(Duration.ofMillis(100))
                .withReachPatience(Duration.ofMillis(500))
                .withQueryPatience(Duration.ofSeconds(5));
    }

    private List<URI> uris() {
        return nodes.stream().map(FakeNode::uri).toList();
    }

    private VouchedClient client() throws Exception {
        return open(VouchedClient.open(settings(uris()), contradicted::add));
    }

    private Prepared prepared(VouchedClient client) {
        return client.prepare(KEYS, List.of(GROUP), FakeNetwork.AGREED_MILLIS + 10_000);
    }

    /** One honest node is enough to show it, for it proves itself. */
    @Test
    void itCountsByTheNewestRosterThatANodeCanProve() throws Exception {
        shows(nodes.get(2), grown(7), 3);
        VouchedClient client = client();
        assertThat(client.roster().epoch()).isEqualTo(1);
        assertThat(client.needed()).isEqualTo(3);
    }

    @Test
    void aRosterThatTooFewHaveSignedChangesNothing() throws Exception {
        shows(nodes.get(2), grown(1), 2);
        VouchedClient client = client();
        assertThat(client.roster()).isEqualTo(Roster.of(network.genesis()));
        assertThat(client.needed()).isEqualTo(2);
    }

    /** The roster after the genesis' with so many nodes of the same weight. */
    private Roster grown(int count) {
        List<Member> members = new ArrayList<>(Roster.of(network.genesis()).members());
        for (int node = members.size(); node < count; node++) {
            members.add(new Member(node, FakeNetwork.card(node)));
        }
        return new Roster(1, members.subList(0, count));
    }

    /** A node shows this roster, signed by so many nodes of the genesis. */
    private void shows(FakeNode node, Roster roster, int signers) {
        RosterStatement statement = new RosterStatement(network.genesis().networkId(), roster);
        List<RosterVouch> vouches = IntStream.rangeClosed(1, signers)
                .mapToObj(signer -> new RosterVouch(signer, statement.signedWith(FakeNetwork.secret(signer))))
                .toList();
        List<RosterLink> links = List.of(
                new RosterLink(Roster.of(network.genesis()), List.of()), new RosterLink(roster, vouches));
        node.on("/v1/roster/chain", exchange ->
                borsh(exchange, 200, encoded(RosterChainPage.class, new RosterChainPage(100, links, false))));
    }

    @Test
    void twoReceiptsThatAreAlikeAreBelieved() throws Exception {
        VouchedClient client = client();
        assertThat(client.needed()).isEqualTo(2);
        Settlement settlement = client.submit(prepared(client), PATIENCE);
        assertThat(settlement).isInstanceOf(Settlement.Applied.class);
        assertThat(((Settlement.Applied) settlement).results()).isPresent();
        assertThat(network.applied()).isEqualTo(1);
        assertThat(nodes.stream().filter(node -> !node.submitted.isEmpty())).as("given to one").hasSize(1);
    }

    /** The first one asked says that the transaction was refused, or that it will never happen. */
    @Test
    void aFalseReceiptIsNotBelieved() throws Exception {
        VouchedClient client = client();
        Prepared prepared = prepared(client);
        Receipt forged = new Receipt(prepared.id(), 101, 0, List.of(new GroupOutcome.Refused(0, 1, 1)));
        for (Answer lie : List.of(new Answer.Applied(101, forged), new Answer.NeverHappened(101))) {
            nodes.getFirst().on("/v1/transactions", exchange -> {
                network.apply(prepared.id());
                borsh(exchange, 200, encoded(Settled.class, new Settled(lie, Optional.empty())));
            });
            Settlement settlement = client.submit(prepared, PATIENCE);
            assertThat(settlement).isInstanceOf(Settlement.Applied.class);
            assertThat(((Settlement.Applied) settlement).receipt().outcomes().getFirst())
                    .isInstanceOf(GroupOutcome.Applied.class);
        }
        assertThat(contradicted).contains(nodes.getFirst().uri());
    }

    @Test
    void resultsThatDoNotFitTheReceiptAreNotShown() {
        Receipt receipt = new Receipt(
                TransactionId.parse("00".repeat(32)),
                1,
                0,
                List.of(
                        new GroupOutcome.Applied(List.of(new CoordinationResult.Granted(2, 60)
                                .summary())),
                        new GroupOutcome.Refused(0, 1, 1)));
        assertThat(VouchedSubmitting.fit(
                        receipt,
                        List.of(List.of(new CoordinationResult.Granted(2, 60)), List.of())))
                .isTrue();
        assertThat(VouchedSubmitting.fit(
                        receipt,
                        List.of(List.of(new CoordinationResult.Granted(2, 61)), List.of())))
                .isFalse();
        assertThat(VouchedSubmitting.fit(receipt, List.of())).isFalse();
    }

    @Test
    void aNodeThatTakesATransactionAndDoesNothingCostsOnlyTime() throws Exception {
        nodes.getFirst().on("/v1/transactions", nodes.getFirst().accepting());
        VouchedClient client = client();
        assertThat(client.submit(prepared(client), PATIENCE)).isInstanceOf(Settlement.Applied.class);
        assertThat(network.applied()).isEqualTo(1);
    }

    @Test
    void aNodeThatIsGoneIsPassedOver() throws Exception {
        VouchedClient client = client();
        nodes.getFirst().close();
        assertThat(client.submit(prepared(client), PATIENCE)).isInstanceOf(Settlement.Applied.class);
    }

    @Test
    void whatEveryNodeRefusesIsRefused() throws Exception {
        nodes.forEach(node -> node.on("/v1/transactions", refusing(400, "BAD_SIGNATURE")));
        VouchedClient client = client();
        assertThatThrownBy(() -> client.submit(prepared(client), PATIENCE))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo("BAD_SIGNATURE"));
    }

    private static FakeNode.Reaction value(String value, long height) {
        KeyValue found = new KeyValue(Bytes.utf8("k"), 2, 2, 1, Bytes.utf8(value), 0);
        ReadAnswer answer =
                new ReadAnswer.Range(new RangeAnswer.Found(height, new RangeResult(2, List.of(found), 1, false)));
        return exchange -> borsh(
                exchange, 200, encoded(ReadsAnswer.class, new ReadsAnswer(height, 1, 2, List.of(answer))));
    }

    private static String read(VouchedClient client) throws Exception {
        return client.reads(
                "default",
                100,
                2,
                List.of(new ReadRequest.Range(RangeRequest.of(Bytes.utf8("k")))),
                PATIENCE,
                answer -> ((RangeAnswer.Found) ((ReadAnswer.Range) answer.answers().getFirst()).answer())
                        .result()
                        .keyValues()
                        .getFirst()
                        .value()
                        .toText(),
                        said -> said)
                .getFirst();
    }

    @Test
    void aFalseValueIsNotBelieved() throws Exception {
        nodes.forEach(node -> node.on("/v1/keyspaces", value("true", 100)));
        nodes.getFirst().on("/v1/keyspaces", value("false", 100));
        assertThat(read(client())).isEqualTo("true");
        assertThat(contradicted).containsExactly(nodes.getFirst().uri());
    }

    @Test
    void whatIsAsOfAnEarlierHeightIsNoAnswer() throws Exception {
        nodes.forEach(node -> node.on("/v1/keyspaces", value("old", 99)));
        nodes.subList(2, 4).forEach(node -> node.on("/v1/keyspaces", value("new", 101)));
        assertThat(read(client())).isEqualTo("new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|0", "1 1 1|0", "1 1 1 1|1", "1 1 1 1 1 1|1", "1 1 1 1 1 1 1|2", "1 1 1 1 1 1 1 1 1 1|3",
                "1 1 1 1 0 0|3", "3 1 1 1|1", "9 1 1 1|3", "5 5 5 1 1|2"
            })
    void asManyMayLieAsWeighLessThanAThird(String weights, int faulty) {
        assertThat(VouchedClient.faulty(
                        Stream.of(weights.split(" ")).map(Long::valueOf).toList()))
                .isEqualTo(faulty);
    }

    @Test
    void fewerNodesThanHaveToAgreeAreRefused() {
        assertThatThrownBy(() -> VouchedClient.open(settings(uris().subList(0, 1)), contradicted::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in a network of 4 nodes 2 have to say the same")
                .hasMessageContaining("name at least that many");
    }

    @Test
    void aNodeNamedTwiceIsRefused() {
        URI first = uris().getFirst();
        assertThatThrownBy(() -> VouchedClient.open(settings(List.of(first, first)), contradicted::add))
                .hasMessageContaining("named twice");
    }

    @Test
    void nodesOfDifferentNetworksAreRefusedUnlessOneIsNamed() throws Exception {
        FakeNode foreign = open(new FakeNode(new FakeNetwork("another", 4)));
        List<URI> mixed = new ArrayList<>(uris());
        mixed.addFirst(foreign.uri());
        assertThatThrownBy(() -> VouchedClient.open(settings(mixed), contradicted::add))
                .hasMessageContaining("different networks")
                .hasMessageContaining("--network");
        VouchedClient client =
                open(VouchedClient.open(settings(mixed).in(network.genesis().networkId()), contradicted::add));
        assertThat(client.submit(prepared(client), PATIENCE)).isInstanceOf(Settlement.Applied.class);
        assertThat(foreign.submitted).isEmpty();
    }
}
