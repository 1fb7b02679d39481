package org.allmende.ledger.roster;

import static org.allmende.ledger.roster.Council.GOVERNANCE;
import static org.allmende.ledger.roster.Council.card;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.RosterChange.Admit;
import org.allmende.ledger.roster.RosterChange.Remove;
import org.allmende.ledger.roster.RosterChange.Renew;
import org.allmende.ledger.roster.RosterChange.Weigh;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;

/** What changes of a roster come to, and which are refused: each refusal beside what is only just allowed. */
class DraftTest {
    private final Council council = new Council(1, 1, 1, 1, 1, 1, 1);

    // ---- one change

    @Test
    void nodesAreKnownByTheirNumbers() {
        refused(RosterReason.NODE_UNKNOWN, new Remove(7));
        refused(RosterReason.NODE_UNKNOWN, new Weigh(-1, 2));
        refused(RosterReason.NODE_UNKNOWN, new Renew(7, card(7, 1)));
        allowed(new Remove(6));
    }

    @Test
    void aNumberIsNeverGivenAgain() {
        council.decide(new Remove(6));
        council.decide(new Admit(card(6, 0)));
        assertThat(council.roster().members().stream().map(Member::node)).containsExactly(0, 1, 2, 3, 4, 5, 7);
    }

    @Test
    void oneChangeOfEachNode() {
        refused(RosterReason.NODE_TWICE, new Weigh(0, 2), new Weigh(0, 3));
        refused(RosterReason.NODE_TWICE, new Remove(0), new Weigh(0, 3));
        allowed(new Weigh(0, 2), new Weigh(1, 2));
    }

    @Test
    void aChangeChangesSomething() {
        refused(RosterReason.NOTHING_CHANGES, new Weigh(0, 1));
        refused(RosterReason.NOTHING_CHANGES, new Renew(0, card(0, 1)));
    }

    @Test
    void aNodeEntersWithoutWeight() {
        refused(RosterReason.ENTERS_WITH_WEIGHT, new Admit(card(7, 1)));
        allowed(new Admit(card(7, 0)));
    }

    @Test
    void aRenewedCardIsOfTheSameNode() {
        refused(RosterReason.OTHER_NODE, new Renew(0, card(7, 1)));
        refused(RosterReason.OTHER_NODE, new Renew(0, with(card(0, 1), "node-0", 9, 0).weighing(2)));
        allowed(new Renew(0, with(card(0, 1), "node-0", 9, 0)));
        allowed(new Renew(0, with(card(0, 1), "node-0", 0, 9)));
    }

    // ---- what one has only once

    @Test
    void namesKeysAndAddressesAreOneNodesOnly() {
        refused(RosterReason.NAME_TAKEN, new Admit(with(card(7, 0), "node-0", 7, 7)));
        refused(RosterReason.KEY_TAKEN, new Admit(with(card(7, 0), "node-7", 0, 7)));
        refused(RosterReason.ADDRESS_TAKEN, new Admit(with(card(7, 0), "node-7", 7, 0)));
        refused(RosterReason.KEY_TAKEN, new Renew(0, with(card(0, 1), "node-0", 6, 0)));
        refused(RosterReason.ADDRESS_TAKEN, new Renew(0, with(card(0, 1), "node-0", 0, 6)));
        refused(RosterReason.NAME_TAKEN, new Admit(card(7, 0)), new Admit(with(card(8, 0), "node-7", 8, 8)));
        allowed(new Admit(with(card(7, 0), "node-7", 7, 7)));
    }

    @Test
    void whatARemovedNodeHadIsFree() {
        allowed(new Remove(6), new Admit(with(card(6, 0), "node-6", 6, 6)));
    }

    @Test
    void keysAreSound() {
        NodeCard card = card(7, 0);
        Bytes weak = Bytes.hex("01" + "00".repeat(31));
        refused(RosterReason.WEAK_KEY, new Admit(keyed(card, weak, card.operatorKey())));
        refused(RosterReason.WEAK_KEY, new Admit(keyed(card, card.gatewayKey(), weak)));
    }

    // ---- all together

    @Test
    void onlySoManyChangeInOneEpoch() {
        refused(RosterReason.TOO_MANY_CHANGES, new Weigh(0, 2), new Weigh(1, 2), new Weigh(2, 2));
        Council four = new Council(1, 1, 1, 1);
        assertThat(four.objection(0, new Proposal.ChangeRoster(List.of(new Remove(3)), true))).isEmpty();
        assertThat(four.objection(0, new Proposal.ChangeRoster(List.of(new Remove(3), new Admit(card(4, 0))), true)))
                .contains(RosterReason.TOO_MANY_CHANGES);
        assertThat(new Council(1, 1, 1, 0).objection(0, new Admit(card(4, 0)))).isEmpty();
    }

    @Test
    void someWeightIsLeft() {
        Council one = new Council(1);
        assertThat(one.objection(0, new Remove(0))).contains(RosterReason.NO_WEIGHT_LEFT);
        assertThat(one.objection(0, new Weigh(0, 0))).contains(RosterReason.NO_WEIGHT_LEFT);
    }

    /** The engine could not go on: see ADR-024. */
    @Test
    void noNodeHasAllTheWeightWithOthersBesideIt() {
        assertThat(new Council(1).objection(0, new Admit(card(1, 0)))).contains(RosterReason.LONE_VOICE);
        Council two = new Council(1, 1);
        assertThat(two.objection(0, new Weigh(1, 0))).contains(RosterReason.LONE_VOICE);
        assertThat(two.objection(0, new Proposal.ChangeRoster(List.of(new Remove(1)), true))).isEmpty();
        assertThat(two.objection(0, new Admit(card(2, 0)))).isEmpty();
    }

    @Test
    void aRosterHasOnlySoManyNodes() {
        long[] weights = IntStream.range(0, Limits.NODES_MAX - 1).mapToLong(node -> 1).toArray();
        Council many = new Council(GOVERNANCE, weights);
        Admit first = new Admit(card(70, 0));
        Admit second = new Admit(card(71, 0));
        assertThat(many.objection(0, first)).isEmpty();
        assertThat(many.objection(0, first, second)).contains(RosterReason.TOO_MANY_NODES);
    }

    // ---- by hand

    private void refused(RosterReason reason, RosterChange... changes) {
        assertThat(council.objection(0, changes)).contains(reason);
        assertThat(council.proposals().stream().map(each -> each.motion().state())).doesNotContain(ProposalState.OPEN);
    }

    /** And withdrawn, so that others may be tried. */
    private void allowed(RosterChange... changes) {
        assertThat(council.objection(0, changes)).isEmpty();
        long number = council.proposals().getLast().number();
        assertThat(council.refusal(Council.operator(0), new RosterOperation.Withdraw(number))).isEmpty();
    }

    private static NodeCard with(NodeCard card, String name, int gateway, int address) {
        return new NodeCard(
                name,
                card.operator(),
                card.provider(),
                card.region(),
                card.jurisdiction(),
                card.weight(),
                Bytes.EMPTY,
                Ed25519.publicKey(Bench.gateway(gateway)),
                card.operatorKey(),
                card.host(),
                7_000 + address,
                card.apiUrl());
    }

    private static NodeCard keyed(NodeCard card, Bytes gateway, Bytes operator) {
        return new NodeCard(
                card.name(),
                card.operator(),
                card.provider(),
                card.region(),
                card.jurisdiction(),
                card.weight(),
                Bytes.EMPTY,
                gateway,
                operator,
                card.host(),
                card.gossipPort(),
                card.apiUrl());
    }
}
