package org.allmende.ledger.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.Bench;
import org.allmende.ledger.consensus.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever knows the genesis follows the rosters to the newest, and cannot be led elsewhere. */
class RosterChainTest {
    private final Council council = new Council(1, 1, 1, 1, 1);
    private List<RosterLink> links = List.of();

    @BeforeEach
    void twoChanges() {
        council.decide(new RosterChange.Admit(Council.card(5, 0)));
        council.after(10);
        council.decide(new RosterChange.Weigh(5, 1));
        links = council.bench.ledger.rosters().chain(council.bench.ledger.view());
    }

    @Test
    void itLeadsToTheRosterInForce() throws Exception {
        RosterChain chain = RosterChain.of(council.bench.genesis, links);

        assertThat(links).hasSize(3);
        assertThat(chain.newest()).isEqualTo(council.roster());
        assertThat(chain.in(0)).isEqualTo(Roster.of(council.bench.genesis));
        assertThat(chain.in(1).member(5).orElseThrow().weight()).isZero();
        assertThat(chain.in(7)).isEqualTo(council.roster());
    }

    @Test
    void withoutLinksTheGenesisIsAllThereIs() throws Exception {
        assertThat(RosterChain.of(council.bench.genesis, List.of()).newest())
                .isEqualTo(Roster.of(council.bench.genesis));
    }

    @Test
    void theRowsOfAStateShowTheSameChain() throws Exception {
        RosterRows rows = new RosterRows();
        for (Entry row : council.bench.dumped()) {
            rows.see(row);
        }
        assertThat(rows.links()).isEqualTo(links);
    }

    @Test
    void noLinkIsLeftOutAddedOrSignedByFewer() {
        unproven(List.of(links.get(1), links.get(2)));
        unproven(List.of(links.get(0), links.get(1), links.get(1)));
        unproven(with(2, new RosterLink(
                links.get(2).roster(), links.get(2).vouches().subList(0, 3))));
        unproven(with(2, new RosterLink(
                links.get(2).roster(), links.get(2).vouches().reversed())));
        unproven(with(2, new RosterLink(links.get(2).roster(), doubled(links.get(2).vouches()))));
    }

    @Test
    void signaturesOfOneRosterAreNoneOfAnother() {
        List<Member> others = new ArrayList<>(links.get(2).roster().members());
        others.set(5, new Member(5, Council.card(5, 100)));
        unproven(with(2, new RosterLink(new Roster(2, others), links.get(2).vouches())));
        unproven(with(1, new RosterLink(links.get(1).roster(), links.get(2).vouches())));
    }

    @Test
    void nodesThatAreNotInItYetCannotSignForARoster() {
        Roster own = new Roster(1, List.of(new Member(9, Council.card(9, 1))));
        RosterStatement statement = new RosterStatement(council.bench.genesis.networkId(), own);
        unproven(List.of(
                links.get(0),
                new RosterLink(own, List.of(new RosterVouch(9, statement.signedWith(Bench.gateway(9)))))));
    }

    private static List<RosterVouch> doubled(List<RosterVouch> vouches) {
        List<RosterVouch> doubled = new ArrayList<>(vouches.subList(0, 3));
        doubled.add(vouches.get(2));
        return doubled;
    }

    private List<RosterLink> with(int place, RosterLink link) {
        List<RosterLink> other = new ArrayList<>(links);
        other.set(place, link);
        return other;
    }

    private void unproven(List<RosterLink> claimed) {
        assertThatThrownBy(() -> RosterChain.of(council.bench.genesis, claimed))
                .isInstanceOf(UnprovenRosterException.class);
    }
}
