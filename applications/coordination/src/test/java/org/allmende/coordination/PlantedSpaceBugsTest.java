package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.allmende.coordination.CoordinationTables.Space;
import org.allmende.coordination.CoordinationTables.SpaceKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulationPlan;
import org.allmende.simulation.Violation;
import org.junit.jupiter.api.Test;

/** Ways to count wrong, on all nodes alike, so that no two of them differ; the auditor sees every one. */
class PlantedSpaceBugsTest {
    private static final SpaceKey FIRST = new SpaceKey(1);

    private static void run(BiFunction<Coordination, Table<SpaceKey, Space>, PlantedCoordination> bug) {
        SimulationPlan plan = SimulatedNetwork.of(new Seed(5))
                .running(
                        tables -> {
                            Coordination real = CoordinationExpectation.judged(tables);
                            return List.of(bug.apply(real, spaces((State) tables)));
                        },
                        new CoordinationExpectation());
        SimulatedNetwork network = plan.start();
        network.run(Duration.ofMinutes(2), new RareRequests());
        network.heal();
    }

    @SuppressWarnings("unchecked") // that is what its rows are
    private static Table<SpaceKey, Space> spaces(State state) {
        return (Table<SpaceKey, Space>) state.declared().stream()
                .filter(each -> each.name().equals("space"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertSeen(
            String what, BiFunction<Coordination, Table<SpaceKey, Space>, PlantedCoordination> bug) {
        assertThatThrownBy(() -> run(bug)).isInstanceOf(Violation.class).hasMessageContaining(what);
    }

    @Test
    void nothingIsSeenWhereNothingIsWrong() {
        assertThatCode(() -> run((real, spaces) -> new PlantedCoordination(real))).doesNotThrowAnyException();
    }

    @Test
    void whatIsRemovedStillCounts() {
        assertSeen("space of", (real, spaces) -> new PlantedCoordination(real) {
            @Override
            public void due(Timer timer, Context context) {
                var before = spaces.get(FIRST);
                super.due(timer, context);
                if (LeaseTimer.of(timer).isEmpty()) {
                    before.ifPresent(space -> spaces.put(FIRST, space));
                }
            }
        });
    }

    @Test
    void aQuotaIsAskedForByNobody() {
        assertSeen("the answer about", (real, spaces) -> new PlantedCoordination(real) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                var before = spaces.get(FIRST);
                before.ifPresent(space -> spaces.put(FIRST, space.withQuota(0)));
                Outcome outcome = super.apply(operation, context);
                before.ifPresent(space -> spaces.put(
                        FIRST, spaces.get(FIRST).orElseThrow().withQuota(space.quotaBytes())));
                return outcome;
            }
        });
    }
}
