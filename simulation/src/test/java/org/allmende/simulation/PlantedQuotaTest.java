package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.metering.Usage;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.State;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.Test;

/** Ledgers that count what accounts send in a minute as they should, and do not heed it; all nodes alike. */
class PlantedQuotaTest {
    private static final Bytes ANNA = SimulatedNetwork.secret("anna");

    /** Far more than anybody sends in a simulation. */
    private static final long MUCH = 1L << 40;

    private static final Quota FEW_BYTES = new Quota(0, 0, 1_000_000, 2_000);
    private static final Quota FEW_OPERATIONS = new Quota(0, 0, 60, 1_000_000);

    /** Makes one of the two counts of a minute so small that nothing is too much, and what it was again. */
    private record Bug(UnaryOperator<Usage> disguise, UnaryOperator<Usage> reveal) {}

    private static final Bug BYTES_UNHEEDED = new Bug(
            usage -> sentMore(usage, 0, -MUCH),
            usage -> usage.bytesInMinute() < 0 ? sentMore(usage, 0, MUCH) : usage);

    private static final Bug OPERATIONS_UNHEEDED = new Bug(
            usage -> sentMore(usage, -MUCH, 0),
            usage -> usage.operationsInMinute() < 0 ? sentMore(usage, MUCH, 0) : usage);

    private static Usage sentMore(Usage usage, long operationsInMinute, long bytesInMinute) {
        return new Usage(
                usage.operations(),
                usage.bytes(),
                usage.entries(),
                usage.minute(),
                usage.operationsInMinute() + operationsInMinute,
                usage.bytesInMinute() + bytesInMinute);
    }

    /** Much at once, on its way for so long that no node knows how much it is when it lets it in. */
    private static SimulatedNetwork run(Quota quota, Bug bug) {
        State[] latest = new State[1];
        SimulationPlan plan = SimulatedNetwork.of(new Seed(5))
                .running(
                        tables -> {
                            latest[0] = (State) tables;
                            return Tally.all(tables);
                        },
                        new TallyExpectation())
                .delaying(1, 2_000);
        for (int node = 0; node < 4; node++) {
            plan.wrapping(
                    node, machine -> new Disguised<>(machine, latest[0], "usage", bug.disguise, bug.reveal));
        }
        SimulatedNetwork network = plan.start();
        network.run(Duration.ofMinutes(1), (of, seed) -> {
            of.clients()
                    .submit(
                            SimulatedNetwork.OPERATOR,
                            Group.of(OpenAccount.ofKey(Ed25519.publicKey(ANNA), quota)));
            Group tenOperations = new Group(Collections.nCopies(10, new Barrier(1)));
            for (int i = 0; i < 10; i++) {
                of.clients().submit(ANNA, tenOperations);
            }
        });
        network.heal();
        return network;
    }

    private static void assertSeen(Quota quota, Bug bug) {
        assertThatThrownBy(() -> run(quota, bug))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("usage of " + TallyWorkload.account(ANNA))
                .hasMessageContaining("in seed 5; what happened last");
    }

    @Test
    void allNodesIgnoreTheQuotaOfBytes() {
        assertSeen(FEW_BYTES, BYTES_UNHEEDED);
    }

    @Test
    void allNodesIgnoreTheQuotaOfOperations() {
        assertSeen(FEW_OPERATIONS, OPERATIONS_UNHEEDED);
    }

    /** What is seen is what was decided, not the disguise: where the other quota is what is full, nothing is wrong. */
    @Test
    void aDisguiseThatChangesNoDecisionIsNotSeen() {
        assertThat(run(FEW_OPERATIONS, BYTES_UNHEEDED).auditor().counted(Happening.TURNED_AWAY_OVER_QUOTA))
                .isPositive();
        assertThat(run(FEW_BYTES, OPERATIONS_UNHEEDED).auditor().counted(Happening.TURNED_AWAY_OVER_QUOTA))
                .isPositive();
    }
}
