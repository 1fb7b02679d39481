package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.Test;

/** What the contract of an engine asks of this one. */
class SimulatedConsensusTest {
    private SimulatedNetwork network = begun(SimulatedNetwork.of(new Seed(3)));
    private SimulatedNode node = network.nodes().getFirst();

    private static SimulatedNetwork begun(SimulationPlan plan) {
        SimulatedNetwork network = plan.start();
        network.run(Duration.ofSeconds(7));
        return network;
    }

    private Signed signed() {
        Bytes owner = SimulatedNetwork.OWNER;
        return network.clients().sign(TallyWorkload.account(owner), List.of(owner), 30_000, Group.of(new Barrier(0)));
    }

    private Admission send() {
        return network.clients().send(signed(), node);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        int most = node.engine().guarantees().largestTransactionBytes();

        assertThat(node.engine().submit(new Offer(Bytes.wrap(new byte[most]), 0))).isEqualTo(new Submission.Accepted());
        assertThat(node.engine().submit(new Offer(Bytes.wrap(new byte[most + 1]), 0)))
                .isEqualTo(new Submission.Refused(Submission.Reason.TOO_LARGE));
    }

    @Test
    void aFullWindowIsBusyUntilItsOffersWereSeen() {
        network = begun(SimulatedNetwork.of(new Seed(3)).delaying(300, 400));
        node = network.nodes().getFirst();
        for (int i = 0; i < SimulatedConsensus.WINDOW_MAX; i++) {
            assertThat(send()).isInstanceOf(Admission.Accepted.class);
        }

        assertThat(send()).isInstanceOfSatisfying(
                Admission.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Admission.Reason.BUSY));

        network.run(Duration.ofSeconds(4));
        assertThat(send()).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void whatWasSetAsideIsKeptAndOfferedAgain() {
        network = begun(SimulatedNetwork.of(new Seed(3)).parameters(Parameters.DEFAULT.withRounds(4, 1_000_000)));
        node = network.nodes().getFirst();
        List<Signed> many = new ArrayList<>();
        for (int i = 0; i < SimulatedConsensus.WINDOW_MAX; i++) {
            many.add(signed());
            network.clients().send(many.getLast(), node);
        }
        network.run(Duration.ofMillis(600));
        assertThat(network.auditor().counted(Happening.OFFER_KEPT_FOR_LATER)).isPositive();
        assertThat(node.engine().underWay()).isPositive();

        network.run(Duration.ofSeconds(15));
        assertThat(node.engine().underWay()).isZero();
        for (Signed each : many) {
            assertThat(network.auditor().judge(node, each.id())).isInstanceOf(Answer.Applied.class);
        }
    }

    @Test
    void aNodeThatIsCutOffSaysSoAfterAWhileAndKeepsWhatItHasAccepted() {
        network.cutOff(node);
        Signed kept = signed();
        assertThat(network.clients().send(kept, node)).isInstanceOf(Admission.Accepted.class);

        network.run(Duration.ofSeconds(2));
        assertThat(node.port().status().health().state()).isEqualTo(Health.State.HALTED);
        assertThat(send()).isInstanceOfSatisfying(
                Admission.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Admission.Reason.HALTED));

        network.join();
        network.run(Duration.ofSeconds(4));
        assertThat(network.auditor().judge(node, kept.id())).isInstanceOf(Answer.Applied.class);
        assertThat(node.engine().underWay()).isZero();
    }

    @Test
    void whoWaitsAtANodeThatTakesOverStateIsTold() {
        Signed made = signed();
        network.cutOff(node);
        network.clients().send(made, node);
        network.clients().send(made, network.nodes().get(1));
        network.run(Duration.ofSeconds(25));
        assertThat(network.auditor().counted(Happening.ACKNOWLEDGED)).isOne();

        network.join();
        network.run(Duration.ofSeconds(2));

        assertThat(network.auditor().counted(Happening.STATE_TAKEN_OVER)).isOne();
        assertThat(network.auditor().counted(Happening.ACKNOWLEDGED)).isEqualTo(2);
    }

    @Test
    void whatHasExpiredIsLetGo() {
        Bytes owner = SimulatedNetwork.OWNER;
        Signed late = network.clients().sign(TallyWorkload.account(owner), List.of(owner), 3_000, Group.of(new Barrier(0)));
        network.cutOff(node);
        network.clients().send(late, node);
        network.run(Duration.ofSeconds(6));
        assertThat(node.engine().underWay()).isOne();

        network.join();
        network.run(Duration.ofSeconds(6));

        assertThat(node.engine().underWay()).isZero();
        assertThat(network.auditor().judge(node, late.id())).isInstanceOf(Answer.NeverHappened.class);
    }

    @Test
    void withoutMoreThanTwoThirdsNothingIsOrderedAndThenThereIsOneGap() {
        long height = network.auditor().expectedHeight();
        network.cutOff(network.nodes().get(2), network.nodes().get(3));
        network.run(Duration.ofSeconds(20));
        assertThat(network.auditor().expectedHeight()).isEqualTo(height);
        assertThat(node.port().status().health().state()).isEqualTo(Health.State.HALTED);

        network.join();
        network.run(Duration.ofSeconds(10));
        assertThat(network.auditor().counted(Happening.GAP)).isOne();
    }

    @Test
    void aNodeThatJoinsLateTakesOverTheStateOfAnother() {
        network = SimulatedNetwork.of(new Seed(3)).joining(3, Duration.ofSeconds(40)).start();
        network.run(Duration.ofSeconds(39));
        assertThat(network.nodes().get(3).isUp()).isFalse();

        network.run(Duration.ofSeconds(10));

        assertThat(network.auditor().counted(Happening.STATE_TAKEN_OVER)).isOne();
        assertThat(network.nodes().get(3).port().ledger().height())
                .isEqualTo(network.nodes().get(0).port().ledger().height());
    }

    @Test
    void whatAProcessHadInMemoryOnlyIsGoneAndWhatWasOnDiskIsNot() {
        Signed made = signed();
        network.clients().send(made, node);
        network.run(Duration.ofSeconds(2));
        int held = node.disk().roundsHeld();
        network.clients().send(signed(), node);

        node.crash(Happening.CRASHED_AT_ANY_TIME);
        node.boot();

        assertThat(node.engine().underWay()).isZero();
        assertThat(node.engine().applied()).isEqualTo(held);
        assertThat(network.auditor().judge(node, made.id())).isInstanceOf(Answer.Applied.class);
    }
}
