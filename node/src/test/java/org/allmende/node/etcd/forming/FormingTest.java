package org.allmende.node.etcd.forming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.seeds.Seed;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;

/** What two members say to each other, step by step. */
class FormingTest {
    private final Seed seed = new Seed(1);
    private final List<Genesis> bound = new ArrayList<>();
    private final List<Genesis> settled = new ArrayList<>();
    private final Introduction anna = Cluster.introduction(seed, "anna", 3_000, 1);
    private final Introduction bela = Cluster.introduction(seed, "bela", 3_001, 2);

    private final Keeping kept = new Keeping() {
        @Override
        public void bind(Genesis genesis) {
            bound.add(genesis);
        }

        @Override
        public void settle(Genesis genesis) {
            settled.add(genesis);
        }
    };

    @Test
    void itBindsWithAllIntroductionsAndSettlesWhenAllAreBound() throws Refusal {
        Forming first = forming(anna);
        assertThat(first.unknown()).containsExactly("bela");
        first.hear("bela", new Reply.Told(bela, Optional.empty(), false, "http://b:1,http://b:2"));
        assertThat(bound).hasSize(1);
        assertThat(settled).isEmpty();
        assertThat(first.unbound()).containsExactly("bela");
        first.hear("bela", new Reply.Told(bela, Optional.of(bound.getFirst().networkId()), false, ""));
        assertThat(settled).containsExactlyElementsOf(bound);
    }

    @Test
    void theGenesisIsTheSameForAllAndTheFirstOwnsTheKeyspace() throws Refusal {
        forming(bela).hear("anna", new Reply.Told(anna, Optional.empty(), false, ""));
        forming(anna).hear("bela", new Reply.Told(bela, Optional.empty(), false, ""));
        assertThat(bound).hasSize(2);
        assertThat(bound.getFirst()).isEqualTo(bound.getLast());
        assertThat(bound.getFirst().nodes()).extracting(NodeCard::name).containsExactly("anna", "bela");
        assertThat(bound.getFirst().keyspaces().getFirst().ownerKey()).isEqualTo(anna.ownerKey());
        assertThat(bound.getFirst().startMillis()).isEqualTo(Math.min(anna.madeMillis(), bela.madeMillis()));
        assertThat(bound.getFirst().rehearsal()).isTrue();
    }

    @Test
    void whereClientsReachTheOthersIsKnown() throws Refusal {
        Forming first = forming(anna);
        first.hear("bela", new Reply.Told(bela, Optional.empty(), false, "http://b:1,http://b:2"));
        assertThat(first.clientUrls()).containsEntry("bela", List.of("http://b:1", "http://b:2"));
    }

    @Test
    void aCardUnderAWrongNameIsRefused() {
        refuses("bela", Cluster.introduction(seed, "carl", 3_002, 3), "is member 'carl'");
    }

    @Test
    void copiedKeysAreRefused() {
        NodeCard card = anna.card();
        NodeCard copy = new NodeCard(
                "bela", "o", "p", "r", "DE", 1, card.gossipCertificate(), card.gatewayKey(), card.operatorKey(),
                card.host(), 3_001, card.apiUrl());
        refuses("bela", new Introduction(copy, anna.ownerKey(), 1, anna.nonce()), "has the keys of another one");
    }

    @Test
    void twoThatGossipAtOneAddressAreRefused() {
        refuses("bela", Cluster.introduction(seed, "bela", 3_000, 3), "two members gossip at 127.0.0.1:3000");
    }

    @Test
    void aSecondMemberOfOneNameIsToldSo() throws Refusal {
        Introduction impostor = Cluster.introduction(seed, "anna", 3_009, 3);
        assertThat(forming(anna).answer(forming(impostor).ask()))
                .isInstanceOfSatisfying(
                        Reply.Refused.class, told -> assertThat(told.why()).contains("another member named 'anna'"));
    }

    @Test
    void whoComesWithOtherKeysAfterwardsIsToldSoAndWhoEndedIsAnswered() throws Refusal {
        Forming first = forming(anna);
        first.hear("bela", new Reply.Told(bela, Optional.empty(), false, ""));
        Introduction anew = Cluster.introduction(seed, "bela", 3_001, 3);
        assertThat(first.answer(forming(anew).ask()))
                .isInstanceOfSatisfying(
                        Reply.Refused.class, told -> assertThat(told.why()).contains("another card of 'bela'"));
        assertThat(first.answer(forming(bela).ask())).isInstanceOf(Reply.Told.class);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> first.hear("bela", new Reply.Told(anew, Optional.empty(), false, "")))
                .withMessageContaining("has other keys than when this network was agreed on");
        assertThat(settled).isEmpty();
    }

    private void refuses(String from, Introduction introduction, String why) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        forming(anna).hear(from, new Reply.Told(introduction, Optional.empty(), false, "")))
                .withMessageContaining(why);
        assertThat(bound).isEmpty();
    }

    private Forming forming(Introduction own) throws Refusal {
        Roll roll = Roll.of("anna=http://127.0.0.1:1,bela=http://localhost:2", "token");
        return new Forming(roll, own, "default", "", kept, null, false);
    }
}
