package org.allmende.ledger.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Concentration.Label;
import org.allmende.ledger.roster.RosterChange.Admit;
import org.allmende.ledger.roster.RosterChange.Remove;
import org.allmende.ledger.roster.RosterChange.Weigh;
import org.junit.jupiter.api.Test;

/** How much of the weight is in one hand, and which changes that forbids. */
class ConcentrationTest {
    @Test
    void sharesAreTheHeaviestFirst() {
        Concentration concentration = new Concentration(roster(of(0, 1, "b"), of(1, 2, "a"), of(2, 1, "b"), of(3, 3, "c")));

        assertThat(concentration.shares(Label.PROVIDER))
                .containsExactly(
                        new Concentration.Share(Label.PROVIDER, "c", "c", 3),
                        new Concentration.Share(Label.PROVIDER, "a", "a", 2),
                        new Concentration.Share(Label.PROVIDER, "b", "b", 2));
        assertThat(concentration.shares(Label.OPERATOR)).hasSize(4).first().satisfies(share -> {
            assertThat(share.value()).isEqualTo(Council.account(3).toString());
            assertThat(share.shown()).isEqualTo("Operator 3");
        });
    }

    @Test
    void exactlyAThirdCanStopTheNetwork() {
        assertThat(new Concentration(roster(of(0, 1, "a"), of(1, 1, "b"), of(2, 1, "c"))).stoppers(Label.PROVIDER))
                .isEqualTo(1);
        assertThat(new Concentration(roster(of(0, 1, "a"), of(1, 1, "b"), of(2, 1, "c"), of(3, 1, "d")))
                        .stoppers(Label.PROVIDER))
                .isEqualTo(2);
        assertThat(new Concentration(roster(of(0, 1, "a"), of(1, 1, "a"), of(2, 1, "c"), of(3, 1, "d")))
                        .stoppers(Label.PROVIDER))
                .isEqualTo(1);
    }

    @Test
    void whatHasAThirdIsAlarming() {
        Concentration concentration =
                new Concentration(roster(of(0, 1, "a"), of(1, 1, "a"), of(2, 1, "c"), of(3, 1, "d")));
        assertThat(concentration.alarming()).containsExactly(new Concentration.Share(Label.PROVIDER, "a", "a", 2));
    }

    @Test
    void aChangeThatConcentratesIsRefusedUnlessItSaysSo() {
        Council four = new Council(1, 1, 1, 1);
        assertThat(four.objection(0, new Remove(3))).as("three thirds").contains(RosterReason.CONCENTRATED);
        assertThat(four.objection(0, new Weigh(3, 2))).as("two of five").contains(RosterReason.CONCENTRATED);
        assertThat(four.objection(0, new Admit(Council.card(4, 0)))).isEmpty();
        four.propose(0, new Proposal.ChangeRoster(List.of(new Remove(3)), true));
    }

    @Test
    void whatWasConcentratedBeforeMayStayAndMayShrink() {
        Council heavy = new Council(4, 1, 1, 1, 1, 1);
        assertThat(heavy.objection(0, new Weigh(0, 5))).contains(RosterReason.CONCENTRATED);
        assertThat(heavy.objection(0, new Weigh(0, 3))).isEmpty();
        assertThat(heavy.objection(0, new Admit(Council.card(6, 0)))).isEmpty();
    }

    private static Roster roster(NodeCard... cards) {
        List<Member> members = new ArrayList<>();
        for (NodeCard card : cards) {
            members.add(new Member(members.size(), card));
        }
        return new Roster(0, members);
    }

    private static NodeCard of(int number, long weight, String provider) {
        NodeCard card = Council.card(number, weight);
        return new NodeCard(
                card.name(),
                card.operator(),
                provider,
                card.region(),
                card.jurisdiction(),
                weight,
                card.gossipCertificate(),
                card.gatewayKey(),
                card.operatorKey(),
                card.host(),
                card.gossipPort(),
                card.apiUrl());
    }
}
