package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationTables.Lease;
import org.allmende.coordination.CoordinationTables.LeaseKey;
import org.allmende.coordination.CoordinationTables.Leased;
import org.allmende.coordination.CoordinationTables.LeasedKey;
import org.allmende.coordination.PlantedCoordination.PlantedContext;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.Faults;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulationPlan;
import org.allmende.simulation.Violation;
import org.junit.jupiter.api.Test;

/** Ways for leases to go wrong, on all nodes alike, so that no two of them differ; the auditor sees every one. */
class PlantedLeaseBugsTest {
    private static final long FIRST_SEED = 5;
    private static final int SEEDS = 8;

    /** Of the one node that begins at this moment. */
    private record Made(Coordination real, State state) {
        @SuppressWarnings("unchecked") // who names a table knows what its rows are
        <K, V> Table<K, V> table(String name) {
            return (Table<K, V>) state.declared().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void run(long seed, Function<Made, PlantedCoordination> bug) {
        SimulationPlan plan = SimulatedNetwork.of(new Seed(seed))
                .with(Faults.ALL)
                .running(
                        tables -> List.of(
                                bug.apply(new Made(CoordinationExpectation.judged(tables), (State) tables))),
                        new CoordinationExpectation());
        SimulatedNetwork network = plan.start();
        network.run(Duration.ofMinutes(3), new CoordinationWorkload());
        network.heal();
    }

    /** In some seed: not every one does what a bug needs to matter. */
    private static void assertSeen(String what, Function<Made, PlantedCoordination> bug) {
        assertThatThrownBy(() -> {
                    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
                        run(seed, bug);
                    }
                })
                .isInstanceOf(Violation.class)
                .hasMessageContaining(what)
                .hasMessageMatching("(?s).*in seed \\d+; what happened last.*");
    }

    @Test
    void nothingIsSeenWhereNothingIsWrong() {
        assertThatCode(() -> run(FIRST_SEED, made -> new PlantedCoordination(made.real()))).doesNotThrowAnyException();
    }

    /** Whoever renewed it in the last two seconds did so in vain. */
    @Test
    void aLeaseEndsEarly() {
        assertSeen("event=LeaseExpired", made -> new PlantedCoordination(made.real()) {
            @Override
            public void due(Timer timer, Context context) {
                super.due(timer, LeaseTimer.of(timer).isEmpty() ? context : new PlantedContext(context) {
                    @Override
                    public long timeMillis() {
                        return super.timeMillis() + 2_000;
                    }
                });
            }
        });
    }

    @Test
    void aLeaseDoesNotEnd() {
        assertSeen("leases of ", made -> new PlantedCoordination(made.real()) {
            @Override
            public void due(Timer timer, Context context) {
                Table<LeaseKey, Lease> leases = made.table("leases");
                List<Runnable> renewals = new ArrayList<>();
                leases.ascend(
                        null,
                        null,
                        (key, lease) ->
                                renewals.add(() -> leases.put(key, lease.renewed(context.timeMillis()))));
                LeaseTimer.of(timer).ifPresent(due -> renewals.forEach(Runnable::run));
                super.due(timer, context);
            }
        });
    }

    @Test
    void aRenewalIsAnsweredAndForgotten() {
        assertSeen("leases of ", made -> new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                Table<LeaseKey, Lease> leases = made.table("leases");
                List<Runnable> back = new ArrayList<>();
                leases.ascend(null, null, (key, lease) -> back.add(() -> leases.put(key, lease)));
                Outcome outcome = super.apply(operation, context);
                if (operation instanceof RenewLeases) {
                    back.forEach(Runnable::run);
                }
                return outcome;
            }
        });
    }

    @Test
    void keysOfALeaseAreLeftBehindAtItsEnd() {
        assertSeen("keys=0]", made -> new PlantedCoordination(made.real()) {
            @Override
            public void due(Timer timer, Context context) {
                Table<LeasedKey, Leased> leased = made.table("leased");
                List<Runnable> detachments = new ArrayList<>();
                List<Runnable> back = new ArrayList<>();
                leased.ascend(null, null, (key, row) -> {
                    detachments.add(() -> leased.remove(key));
                    return back.add(() -> leased.put(key, row));
                });
                detachments.forEach(Runnable::run);
                super.due(timer, context);
                back.forEach(Runnable::run);
            }
        });
    }

    @Test
    void aGapIsNotHonoured() {
        assertSeen("leases of ", made -> new PlantedCoordination(made.real()) {
            @Override
            public void gap(Gap gap, Context context) {}
        });
    }

    @Test
    void aStrangerMayRenew() {
        assertSeen("and should be", made -> new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                return super.apply(operation, operation instanceof RenewLeases ? new OfAnybody(context) : context);
            }
        });
    }

    @Test
    void aStrangerMayRevoke() {
        assertSeen("usage of ", made -> new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                return super.apply(operation, operation instanceof RevokeLease ? new OfAnybody(context) : context);
            }
        });
    }

    /** In it everybody acts for everybody. */
    private static final class OfAnybody extends PlantedContext {
        OfAnybody(Context real) {
            super(real);
        }

        @Override
        public boolean actsFor(AccountId owner, Scope scope, Uint256 cost) {
            return true;
        }
    }
}
