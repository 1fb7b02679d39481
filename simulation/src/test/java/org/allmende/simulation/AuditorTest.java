package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.Test;

/** False answers, told to the auditor as if a node had given them. */
class AuditorTest {
    private final SimulatedNetwork network = SimulatedNetwork.of(new Seed(1)).start();
    private final SimulatedNode node = network.nodes().getFirst();
    private final Auditor auditor = network.auditor();

    private TransactionId signed(int validityMillis) {
        return sign(validityMillis).id();
    }

    private Signed sign(int validityMillis) {
        network.run(Duration.ofSeconds(10));
        Bytes owner = SimulatedNetwork.OWNER;
        return network.clients()
                .sign(TallyWorkload.account(owner), List.of(owner), validityMillis, Group.of(new Barrier(1)));
    }

    private void assertFalse(TransactionId id, Answer answer) {
        assertThatThrownBy(() -> auditor.check("n0", id, answer.asOfHeight(), answer)).isInstanceOf(Violation.class);
    }

    private long height() {
        return node.port().ledger().height();
    }

    @Test
    void whatIsPendingIsNothingElse() {
        TransactionId id = signed(30_000);

        assertThat(auditor.judge(node, id)).isEqualTo(new Answer.Pending(height()));
        assertFalse(id, new Answer.NeverHappened(height()));
        assertFalse(id, new Answer.Forgotten(height()));
        assertFalse(id, new Answer.Applied(height(), new Receipt(id, 1, 0, List.of())));
    }

    @Test
    void whatNeverHappenedIsNothingElse() {
        TransactionId id = signed(2_000);
        network.run(Duration.ofSeconds(10));

        assertThat(auditor.judge(node, id)).isEqualTo(new Answer.NeverHappened(height()));
        assertFalse(id, new Answer.Pending(height()));
        assertFalse(id, new Answer.Applied(height(), new Receipt(id, 1, 0, List.of())));
    }

    @Test
    void whatWasAppliedIsNothingElse() {
        Signed made = sign(30_000);
        assertThat(network.clients().send(made, node)).isInstanceOf(Admission.Accepted.class);
        network.run(Duration.ofSeconds(2));
        Answer.Applied truth = (Answer.Applied) auditor.judge(node, made.id());
        Receipt receipt = truth.receipt();

        assertThat(auditor.counted(Happening.ACKNOWLEDGED)).isOne();
        assertFalse(made.id(), new Answer.Pending(height()));
        Receipt elsewhere = new Receipt(made.id(), receipt.height() - 1, 0, receipt.outcomes());
        Receipt otherwise = new Receipt(made.id(), receipt.height(), 0, List.of());
        assertFalse(made.id(), new Answer.Applied(height(), elsewhere));
        assertFalse(made.id(), new Answer.Applied(height(), otherwise));
    }

    @Test
    void whatIsForgottenIsNothingElse() {
        TransactionId id = signed(2_000);
        network.run(Duration.ofSeconds(30));

        assertThat(auditor.judge(node, id)).isEqualTo(new Answer.Forgotten(height()));
        assertFalse(id, new Answer.NeverHappened(height()));
        assertFalse(id, new Answer.Pending(height()));
    }

    /** Whatever its rules say: what was final stays. */
    @Test
    void whatWasFinalIsNotTakenBack() {
        Signed made = sign(30_000);
        network.clients().send(made, node);
        network.run(Duration.ofSeconds(2));
        auditor.judge(node, made.id());

        assertThatThrownBy(() -> auditor.remember("n1", made.id(), new Answer.NeverHappened(height())))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("it denies what was said before");
    }

    @Test
    void whoWaitsForWhatIsSettledIsNotForgotten() {
        Signed made = sign(2_000);
        auditor.waits(node, made.id(), new CompletableFuture<>());

        assertThatThrownBy(() -> network.run(Duration.ofSeconds(10)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("it lets somebody wait for what is settled");
    }

    /** A future swallows what is thrown in it; the run must end all the same. */
    @Test
    void aFalseAnswerToWhoWaitsEndsTheRun() {
        TransactionId id = signed(30_000);

        auditor.settled(node, id, new LedgerPort.Settled(new Answer.NeverHappened(height()), Optional.empty()));

        assertThatThrownBy(() -> network.run(Duration.ofSeconds(1)))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("the answer about");
    }
}
