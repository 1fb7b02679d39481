package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import java.security.SecureRandom;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.hiero.consensus.roster.RosterUtils;
import org.junit.jupiter.api.Test;

/** The engine's roster says what the cards say. */
class MembersTest {
    private static final Bytes ONE = GossipKeys.generate(new SecureRandom()).certificate();
    private static final Bytes OTHER = GossipKeys.generate(new SecureRandom()).certificate();

    @Test
    void aNodesNumberIsThePlaceOfItsCard() {
        Roster roster = Members.of(org.allmende.ledger.roster.Roster.first(List.of(
                TestCards.card("first", ONE, "10.1.2.3", 4_000, 7),
                TestCards.card("second", OTHER, "node.example.org", 65_535, 0))));

        assertThat(roster.rosterEntries()).hasSize(2);
        RosterEntry first = roster.rosterEntries().get(0);
        assertThat(first.nodeId()).isZero();
        assertThat(first.weight()).isEqualTo(7);
        assertThat(first.gossipCaCertificate().toByteArray()).isEqualTo(ONE.toArray());
        assertThat(RosterUtils.fetchHostname(first, 0)).isEqualTo("10.1.2.3");
        assertThat(RosterUtils.fetchPort(first, 0)).isEqualTo(4_000);
        RosterEntry second = roster.rosterEntries().get(1);
        assertThat(second.nodeId()).isEqualTo(1);
        assertThat(second.weight()).isZero();
        assertThat(RosterUtils.fetchHostname(second, 0)).isEqualTo("node.example.org");
        assertThat(RosterUtils.fetchPort(second, 0)).isEqualTo(65_535);
    }

    /** Numbers are not given again, so a roster has gaps when nodes have left. */
    @Test
    void aNodeKeepsItsNumberWhenOthersHaveLeft() {
        Roster roster = Members.of(new org.allmende.ledger.roster.Roster(
                7,
                List.of(
                        new Member(2, TestCards.card("third", ONE, "127.0.0.1", 1, 1)),
                        new Member(5, TestCards.card("sixth", OTHER, "127.0.0.1", 2, 1)))));
        assertThat(roster.rosterEntries()).extracting(RosterEntry::nodeId).containsExactly(2L, 5L);
    }

    @Test
    void twoNodesWithOneCertificateAreRefusedByName() {
        List<NodeCard> cards = List.of(
                TestCards.card("first", ONE, "127.0.0.1", 1, 1), TestCards.card("second", ONE, "127.0.0.1", 2, 1));
        assertThatThrownBy(() -> Members.of(org.allmende.ledger.roster.Roster.first(cards)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'first' and 'second'");
    }

    @Test
    void aCardWithoutAReadableCertificateIsRefusedByName() {
        for (Bytes certificate : List.of(Bytes.EMPTY, Bytes.utf8("no certificate"))) {
            assertThatThrownBy(() -> Members.of(org.allmende.ledger.roster.Roster.first(
                            List.of(TestCards.card("broken", certificate, "127.0.0.1", 1, 1)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'broken'");
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedByName() {
        assertThatThrownBy(() -> Members.of(
                        org.allmende.ledger.roster.Roster.first(List.of(TestCards.card("far", ONE, "10.1.2.300", 1, 1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'far'")
                .hasMessageContaining("10.1.2.300");
    }
}
