package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Health.State;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;

/** When nodes count as level with each other, and when as agreed. */
class AgreementTest {
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void nodesAgreeWhenAllWereSeenWithOneHashAtOneHeight() throws Refusal {
        Agreement agreement = new Agreement(2, 0);
        assertThat(agreement.look(List.of(node("anna", State.ORDERING, 5, 1), node("bela", State.ORDERING, 4, 9))))
                .isFalse();
        assertThat(agreement.look(List.of(node("anna", State.ORDERING, 6, 2), node("bela", State.ORDERING, 5, 1))))
                .as("anna was seen at height 5 before")
                .isTrue();
    }

    @Test
    void aNodeThatDoesNotOrderYetIsWaitedFor() throws Refusal {
        Agreement agreement = new Agreement(2, 0);
        assertThat(agreement.look(List.of(node("anna", State.ORDERING, 5, 1), node("bela", State.CATCHING_UP, 5, 1))))
                .isFalse();
        assertThat(agreement.look(List.of(node("anna", State.ORDERING, 5, 1), silent("bela")))).isFalse();
        assertThat(agreement.look(List.of(node("anna", State.ORDERING, 5, 1), node("bela", State.ORDERING, 5, 1))))
                .isTrue();
    }

    @Test
    void heightZeroIsNoAgreement() throws Refusal {
        assertThat(new Agreement(1, 0).look(List.of(node("anna", State.ORDERING, 0, 0)))).isFalse();
    }

    @Test
    void theHeightOfTheCheckpointThatANetworkStartsFromIsNoAgreement() throws Refusal {
        Agreement agreement = new Agreement(1, 7);
        assertThat(agreement.look(List.of(node("anna", State.ORDERING, 7, 0)))).isFalse();
        assertThat(agreement.look(List.of(node("anna", State.ORDERING, 8, 0)))).isTrue();
    }

    @Test
    void twoHashesAtOneHeightAreAnAlarm() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new Agreement(2, 0)
                        .look(List.of(node("anna", State.ORDERING, 5, 1), node("bela", State.ORDERING, 5, 2))))
                .withMessage("node 'bela' has another state than the others at height 5");
    }

    @Test
    void aNodeIsLevelWhenItOrdersAndIsNotBehind() {
        Observed furthest = node("anna", State.ORDERING, 9, NOW, 1);
        Observed near = node("bela", State.ORDERING, 8, NOW - Observed.LEVEL_MILLIS, 1);
        Observed behind = node("chloe", State.ORDERING, 7, NOW - Observed.LEVEL_MILLIS - 1, 1);
        Observed catchingUp = node("dario", State.CATCHING_UP, 9, NOW, 1);
        List<Observed> all = List.of(furthest, near, behind, catchingUp, silent("elin"));
        assertThat(all).extracting(each -> each.isLevel(all)).containsExactly(true, true, false, false, false);
        assertThat(all)
                .extracting(Observed::state)
                .containsExactly("ordering", "ordering", "ordering", "catching-up", "unreachable");
        assertThat(Observed.endurance(all)).isEqualTo(new Endurance(5, 2, -1, false));
    }

    @Test
    void oneNodeThatLiesOfTheTimeMakesNoOtherOneBehind() {
        Observed liar = node("anna", State.ORDERING, 9, NOW + 3_600_000, 1);
        List<Observed> all = List.of(
                liar,
                node("bela", State.ORDERING, 9, NOW, 1),
                node("chloe", State.ORDERING, 9, NOW - 1_000, 1),
                node("dario", State.ORDERING, 7, NOW - Observed.LEVEL_MILLIS - 1, 1));
        assertThat(all).extracting(each -> each.isLevel(all)).containsExactly(false, true, true, false);
        assertThat(liar.isLevel(List.of(liar, silent("bela"), silent("chloe"), silent("dario"))))
                .as("nobody is there to gainsay it")
                .isTrue();
    }

    private static Observed node(String name, State state, long height, int hash) {
        return node(name, state, height, NOW, hash);
    }

    private static Observed node(String name, State state, long height, long timeMillis, int hash) {
        byte[] stateHash = new byte[32];
        stateHash[0] = (byte) hash;
        NodeStatus status = new NodeStatus(
                card(name),
                new Health(state, "", 0, height),
                new Guarantees("solo", "none", "nothing", 1),
                timeMillis,
                Bytes.wrap(stateHash),
                0,
                0);
        return new Observed(card(name), Optional.of(status));
    }

    private static Observed silent(String name) {
        return new Observed(card(name), Optional.empty());
    }

    private static NodeCard card(String name) {
        Bytes key = Bytes.wrap(new byte[32]);
        return new NodeCard(
                name, "o", "p", "r", "DE", 1, Bytes.EMPTY, key, key, "127.0.0.1", 7750, "http://127.0.0.1:7700");
    }
}
