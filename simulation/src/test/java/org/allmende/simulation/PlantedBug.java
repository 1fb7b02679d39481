package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.allmende.ledger.Between;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Round.Brought;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;

/** Simulations with a bug planted on one node or on all alike, and the demand that the auditor sees it. */
final class PlantedBug {
    private static final long SEED = 5;
    private static final int NODES = 4;
    private static final int BAD_NODE = 2;

    /** What the auditor says first where it is the bad node that differs. */
    static final String OF_THE_BAD_NODE = "node n" + BAD_NODE;

    private PlantedBug() {}

    // ---- where it is planted

    /** Between the engine and the ledger of one node. */
    static SimulationPlan onOneNode(UnaryOperator<StateMachine> bug) {
        return withFaults().wrapping(BAD_NODE, bug);
    }

    /** Between the engine and the ledger of every node. */
    static SimulationPlan onAllNodes(UnaryOperator<StateMachine> bug) {
        SimulationPlan plan = withFaults();
        for (int node = 0; node < NODES; node++) {
            plan.wrapping(node, bug);
        }
        return plan;
    }

    /** In the applications of one node. */
    static SimulationPlan oneNodeRuns(SimulationPlan.Applications applications) {
        return withFaults().runningAt(BAD_NODE, applications);
    }

    /** In the applications of every node. */
    static SimulationPlan allNodesRun(SimulationPlan.Applications applications) {
        SimulationPlan plan = withFaults();
        for (int node = 0; node < NODES; node++) {
            plan.runningAt(node, applications);
        }
        return plan;
    }

    /** In the ledger's own tables on every node. Nothing goes wrong beside it, so that more is done. */
    static SimulationPlan allNodesTamper(Tampering.Bug bug) {
        State[] latest = new State[1];
        SimulationPlan plan = SimulatedNetwork.of(new Seed(SEED))
                .running(
                        tables -> {
                            latest[0] = (State) tables;
                            return Tally.all(tables);
                        },
                        new TallyExpectation());
        for (int node = 0; node < NODES; node++) {
            plan.wrapping(node, machine -> new Tampering(machine, latest[0], bug));
        }
        return plan;
    }

    private static SimulationPlan withFaults() {
        return SimulatedNetwork.of(new Seed(SEED))
                .running(Tally::all, new TallyExpectation())
                .with(Faults.ALL);
    }

    // ---- what it does

    /** Has the ledger apply something else than the round that the engine brought. */
    static UnaryOperator<StateMachine> changingRounds(UnaryOperator<Round> change) {
        return machine -> new Between(machine) {
            @Override
            public Applied apply(Round round) {
                return super.apply(change.apply(round));
            }
        };
    }

    /** As {@link #changingRounds}, where only the transactions are others. */
    static UnaryOperator<StateMachine> changingTransactions(UnaryOperator<List<Brought>> change) {
        return changingRounds(round ->
                new Round(round.timeMillis(), round.epoch(), change.apply(round.transactions()), round.heard()));
    }

    // ---- that it is seen

    /** Runs until the auditor has seen it, at the latest when all is mended. */
    static void assertSeen(String what, SimulationPlan plan) {
        assertSeen(what, plan, new TallyWorkload());
    }

    static void assertSeen(String what, SimulationPlan plan, Workload workload) {
        assertSeen(what, plan, workload, Duration.ofMinutes(1));
    }

    static void assertSeen(String what, SimulationPlan plan, Workload workload, Duration time) {
        assertThatThrownBy(() -> {
                    SimulatedNetwork network = plan.start();
                    network.run(time, workload);
                    network.heal();
                })
                .isInstanceOf(Violation.class)
                .hasMessageContaining(what)
                .hasMessageContaining("in seed " + SEED + "; what happened last");
    }
}
