package org.allmende.ledger;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Limits.EXPLANATION_BYTES_MAX;
import static org.allmende.ledger.Limits.GENESIS_KEYSPACES_MAX;
import static org.allmende.ledger.Limits.GROUP_OPERATIONS_MAX;
import static org.allmende.ledger.Limits.NODES_MAX;
import static org.allmende.ledger.Limits.RESULT_SUMMARY_BYTES_MAX;
import static org.allmende.ledger.Limits.TIMERS_PER_ROUND_MAX;
import static org.allmende.ledger.Limits.TIMER_NAME_BYTES_MAX;
import static org.allmende.ledger.Limits.TRANSACTION_BYTES_MAX;
import static org.allmende.ledger.Limits.TRANSACTION_GROUPS_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.table.State;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.timer.TimerTable;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Proof;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.verification.Checked.Flaw;
import org.allmende.ledger.verification.Checked.Unsound;
import org.allmende.ledger.verification.Verification;
import org.junit.jupiter.api.Test;

/**
 * Limits of the ledger, reached and passed by one; those of names, keys, delegations and validity are beside what
 * they limit.
 */
class LimitTest {
    /** Bytes of a transaction before the number of its groups. */
    private static final int HEADER_BYTES = 32 + 32 + 8 + 8;

    private final Bench bench = new Bench();
    private final Codec<Transaction> codec = bench.ledger.schema().codec(Transaction.class);
    private final Codec<SignedTransaction> signedCodec = bench.ledger.schema().codec(SignedTransaction.class);

    // ---- transactions

    @Test
    void groupsOfATransaction() {
        Group group = group(new Barrier(0));
        var most = bench.sign(copies(TRANSACTION_GROUPS_MAX, group));

        bench.after(10, most);

        assertThat(bench.last().settled().getFirst().receipt().outcomes()).hasSize(TRANSACTION_GROUPS_MAX);
        var tooMany = bench.sign(copies(TRANSACTION_GROUPS_MAX + 1, group));
        assertThatThrownBy(tooMany::bytes).hasMessageContaining("Transaction.groups holds 1025");
        // Nor when somebody writes them without asking this codec: the number, then one group more.
        Bytes bytes = codec.encode(most.transaction());
        Bytes header = bytes.slice(0, HEADER_BYTES);
        Bytes groups = bytes.slice(HEADER_BYTES + 4, bytes.length());
        Bytes last = groups.slice(groups.length() - 14, groups.length());
        assertMalformed(
                header.concat(u32(TRANSACTION_GROUPS_MAX + 1)).concat(groups).concat(last),
                "Transaction.groups holds 1025");
    }

    @Test
    void operationsOfAGroup() {
        var most = bench.sign(new Group(Collections.nCopies(GROUP_OPERATIONS_MAX, new Barrier(0))));

        bench.after(10, most);

        assertThat(bench.last().settled().getFirst().receipt().outcomes())
                .containsExactly(new GroupOutcome.Applied(Collections.nCopies(GROUP_OPERATIONS_MAX, Bytes.EMPTY)));
        var tooMany = bench.sign(new Group(Collections.nCopies(GROUP_OPERATIONS_MAX + 1, new Barrier(0))));
        assertThatThrownBy(tooMany::bytes).hasMessageContaining("Group.operations holds 65");
        Bytes bytes = codec.encode(most.transaction());
        Bytes header = bytes.slice(0, HEADER_BYTES + 4);
        Bytes operations = bytes.slice(HEADER_BYTES + 8, bytes.length());
        Bytes last = operations.slice(operations.length() - 10, operations.length());
        assertMalformed(
                header.concat(u32(GROUP_OPERATIONS_MAX + 1)).concat(operations).concat(last),
                "Group.operations holds 65");
    }

    @Test
    void bytesOfATransaction() {
        var most = bench.sign(writesOf(TRANSACTION_BYTES_MAX));
        assertThat(codec.encode(most.transaction()).length()).isEqualTo(TRANSACTION_BYTES_MAX);

        bench.after(10, most);

        assertThat(bench.last().settled()).extracting(s -> s.receipt().id()).containsExactly(most.id());
        var tooMany = bench.sign(writesOf(TRANSACTION_BYTES_MAX + 1));
        assertThatThrownBy(tooMany::bytes).hasMessageContaining("SignedTransaction.transaction holds 2088961");
        Bytes transaction = codec.encode(tooMany.transaction());
        Bytes proof = Bytes.wrap(new byte[1 + 32 + 64]);
        assertUnsound(Flaw.MALFORMED, u32(transaction.length()).concat(transaction).concat(proof), "holds 2088961");
    }

    /** Groups of which a transaction becomes exactly so large. */
    private static Group[] writesOf(int bytes) {
        int operationBytes = 2 + 4 + 1 + 4;
        int textMax = 1_024;
        List<Group> groups = new ArrayList<>();
        int left = bytes - HEADER_BYTES - 4;
        while (left > 0) {
            left -= 4;
            List<Request> operations = new ArrayList<>();
            while (left > 0 && operations.size() < GROUP_OPERATIONS_MAX) {
                int text = Math.min(textMax, left - operationBytes);
                operations.add(new Request.Write("a", "x".repeat(text)));
                left -= operationBytes + text;
            }
            groups.add(group(operations.toArray(Request[]::new)));
        }
        return groups.toArray(Group[]::new);
    }

    private static Group[] copies(int count, Group group) {
        return Collections.nCopies(count, group).toArray(Group[]::new);
    }

    private static Bytes u32(int number) {
        return Bytes.wrap(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    }

    private void assertMalformed(Bytes transaction, String why) {
        var proof = new Proof.OneSignature(Bytes.wrap(new byte[32]), Bytes.wrap(new byte[64]));
        assertUnsound(Flaw.MALFORMED, signedCodec.encode(new SignedTransaction(transaction, proof)), why);
    }

    private void assertUnsound(Flaw flaw, Bytes signed, String why) {
        Verification verification =
                new Verification(bench.genesis.networkId(), bench.ledger.schema(), Runnable::run);
        assertThat(verification.take(signed)).isInstanceOfSatisfying(Unsound.class, unsound -> {
            assertThat(unsound.flaw()).isEqualTo(flaw);
            assertThat(unsound.detail()).contains(why);
        });
    }

    // ---- receipts

    @Test
    void bytesOfASummary() {
        bench.after(10, bench.sign(group(new Request.Sum(RESULT_SUMMARY_BYTES_MAX))));

        assertThat(bench.last().settled().getFirst().receipt().outcomes())
                .containsExactly(
                        new GroupOutcome.Applied(List.of(Bytes.wrap(new byte[RESULT_SUMMARY_BYTES_MAX]))));
        var tooLong = bench.sign(group(new Request.Sum(RESULT_SUMMARY_BYTES_MAX + 1)));
        assertThatThrownBy(() -> bench.after(10, tooLong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has 33 bytes, more than a receipt keeps");
    }

    // ---- timers

    @Test
    void bytesOfATimersName() {
        TimerTable timers = new TimerTable(new State(), Accounts.TAG, 3);
        Timer longest = new Timer(START, Bytes.wrap(new byte[TIMER_NAME_BYTES_MAX]));
        Timer tooLong = new Timer(START, Bytes.wrap(new byte[TIMER_NAME_BYTES_MAX + 1]));

        timers.of(Notes.TAG).set(longest);

        assertThat(timers.due(START)).extracting(TimerTable.Due::timer).containsExactly(longest);
        assertThatThrownBy(() -> timers.of(Notes.TAG).set(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Due.name holds 1025");
    }

    @Test
    void timersOfARoundOfWhichTheNextGoesOnWithTheRest() {
        int timers = TIMERS_PER_ROUND_MAX + 1;
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < timers; i++) {
            groups.add(group(new Request.EraseAt("%05d".formatted(i), START + 2_000)));
        }
        for (int from = 0; from < timers; from += TRANSACTION_GROUPS_MAX) {
            List<Group> some = groups.subList(from, Math.min(timers, from + TRANSACTION_GROUPS_MAX));
            bench.after(10, bench.sign(some.toArray(Group[]::new)));
        }

        bench.round(0, START + 2_000, List.of());
        assertThat(bench.last().events()).hasSize(TIMERS_PER_ROUND_MAX);
        assertThat(bench.ledger.nextExpectedMillis()).as("at once").isEqualTo(START + 2_000);

        bench.round(0, START + 2_000, List.of());
        assertThat(bench.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(new Notes.Happening.Erased("10000"));
        assertThat(bench.ledger.nextExpectedMillis()).isEqualTo(START + 7_000);
    }

    @Test
    void asManyTimersAsARoundFiresLeaveNothingToTheNext() {
        State state = new State();
        TimerTable timers = new TimerTable(state, Accounts.TAG, 3);
        for (int i = 0; i < TIMERS_PER_ROUND_MAX; i++) {
            timers.of(Notes.TAG).set(new Timer(START, Bytes.utf8("%05d".formatted(i))));
        }

        List<TimerTable.Due> due = timers.due(START);

        assertThat(due).hasSize(TIMERS_PER_ROUND_MAX).allMatch(timers::take);
        assertThat(timers.nextMillis()).isEqualTo(Long.MAX_VALUE);
    }

    // ---- genesis

    @Test
    void nodesOfAGenesis() throws MalformedException {
        Genesis most = genesis(NODES_MAX, 0);
        assertThat(Genesis.CODEC.decode(Genesis.CODEC.encode(most))).isEqualTo(most);
        assertThatThrownBy(() -> Genesis.CODEC.encode(genesis(NODES_MAX + 1, 0)))
                .hasMessageContaining("Genesis.nodes holds 65");
    }

    @Test
    void keyspacesOfAGenesis() throws MalformedException {
        Genesis most = genesis(1, GENESIS_KEYSPACES_MAX);
        assertThat(Genesis.CODEC.decode(Genesis.CODEC.encode(most))).isEqualTo(most);
        assertThatThrownBy(() -> Genesis.CODEC.encode(genesis(1, GENESIS_KEYSPACES_MAX + 1)))
                .hasMessageContaining("Genesis.keyspaces holds 65");
    }

    @Test
    void theWeightOfANode() {
        assertThat(card("anna", NodeCard.WEIGHT_MAX).weight()).isEqualTo(NodeCard.WEIGHT_MAX);
        assertThat(card("anna", 0).weight()).isZero();
        assertThatThrownBy(() -> card("anna", NodeCard.WEIGHT_MAX + 1)).hasMessage("weight is 0 to 1000000, not 1000001");
        assertThatThrownBy(() -> card("anna", -1)).hasMessage("weight is 0 to 1000000, not -1");
    }

    private Genesis genesis(int nodes, int keyspaces) {
        Genesis like = bench.genesis;
        List<NodeCard> cards = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            cards.add(card("node-" + i, 1));
        }
        List<GenesisKeyspace> spaces = new ArrayList<>();
        for (int i = 0; i < keyspaces; i++) {
            spaces.add(new GenesisKeyspace("keyspace-" + i, account(OPERATOR).value()));
        }
        return new Genesis(
                like.name(), like.salt(), like.rehearsal(), like.startMillis(), like.parameters(), cards, spaces);
    }

    private NodeCard card(String name, long weight) {
        NodeCard like = bench.genesis.nodes().getFirst();
        return new NodeCard(
                name,
                like.operator(),
                like.provider(),
                like.region(),
                like.jurisdiction(),
                weight,
                like.gossipCertificate(),
                like.gatewayKey(),
                like.operatorKey(),
                like.host(),
                like.gossipPort(),
                like.apiUrl());
    }

    // ---- what people are told

    @Test
    void anExplanationIsCutWhereItFitsWhateverItsLetters() {
        Codec<Health> healths = Schema.standard().codec(Health.class);
        int characters = EXPLANATION_BYTES_MAX / 3;
        Health most = health("€".repeat(characters));
        Health cut = health("€".repeat(characters + 1));

        assertThat(most.why()).hasSize(characters);
        assertThat(cut).isEqualTo(most);
        assertThat(healths.decodeTrusted(healths.encode(cut))).isEqualTo(most);
    }

    @Test
    void bytesOfAnExplanation() {
        Codec<Guarantees> codec = Schema.standard().codec(Guarantees.class);
        Guarantees most = new Guarantees("e", "x".repeat(EXPLANATION_BYTES_MAX), "", 1);
        Guarantees tooMany = new Guarantees("e", "x".repeat(EXPLANATION_BYTES_MAX + 1), "", 1);

        assertThat(codec.decodeTrusted(codec.encode(most))).isEqualTo(most);
        assertThatThrownBy(() -> codec.encode(tooMany)).hasMessageContaining("Guarantees.faultModel holds 4097");
    }

    private static Health health(String why) {
        return new Health(Health.State.HALTED, why, 0, 1);
    }
}
