package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationTables.ChangeKey;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.KeyspaceName;
import org.allmende.coordination.CoordinationTables.Sweep;
import org.allmende.coordination.CoordinationTables.SweepKey;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.coordination.CoordinationTables.Writer;
import org.allmende.coordination.CoordinationTables.WriterKey;
import org.allmende.ledger.Between;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulationPlan;
import org.allmende.simulation.Violation;
import org.junit.jupiter.api.Test;

/**
 * For each law of coordination a way to break it, on all nodes alike, so that no two of them differ; the auditor sees
 * every one. What a bug would have made of the rows is made of them between two rounds.
 */
class PlantedCoordinationBugsTest {
    private static final long FIRST_SEED = 5;
    private static final int SEEDS = 8;

    /**
     * What it makes of one row of a table.
     *
     * @param <K> the keys of the table
     * @param <V> its rows
     */
    private interface Bug<K, V> {
        /** What the row should not be; empty: gone. */
        Optional<V> of(K key, V row);
    }

    /** In some seed: not every one does what a bug needs to matter. */
    private static <K, V> void assertSeen(String what, String table, Bug<K, V> bug) {
        assertThatThrownBy(() -> {
                    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
                        run(seed, table, bug);
                    }
                })
                .isInstanceOf(Violation.class)
                .hasMessageContaining(what)
                .hasMessageContaining("and should be");
    }

    private static <K, V> void run(long seed, String table, Bug<K, V> bug) {
        State[] latest = new State[1];
        SimulationPlan plan = SimulatedNetwork.of(new Seed(seed))
                .running(
                        tables -> {
                            latest[0] = (State) tables;
                            return List.of(CoordinationExpectation.judged(tables));
                        },
                        new CoordinationExpectation());
        for (int node = 0; node < 4; node++) {
            plan.wrapping(node, machine -> planted(machine, latest[0], table, bug));
        }
        SimulatedNetwork network = plan.start();
        network.run(Duration.ofMinutes(3), new RareRequests());
        network.heal();
    }

    private static <K, V> StateMachine planted(StateMachine machine, State state, String table, Bug<K, V> bug) {
        return new Between(machine) {
            @Override
            public Applied apply(Round round) {
                // Only where there will be a height whose changes these are.
                if (!round.transactions().isEmpty()) {
                    plant();
                }
                return super.apply(round);
            }

            @SuppressWarnings("unchecked") // who names a table knows what its rows are
            private void plant() {
                Table<K, V> rows = (Table<K, V>) state.declared().stream()
                        .filter(each -> each.name().equals(table))
                        .findFirst()
                        .orElseThrow();
                List<Runnable> changes = new ArrayList<>();
                rows.ascend(null, null, (key, row) -> {
                    Optional<V> wrong = bug.of(key, row);
                    if (wrong.isEmpty()) {
                        changes.add(() -> rows.remove(key));
                    } else if (!wrong.get().equals(row)) {
                        changes.add(() -> rows.put(key, wrong.get()));
                    }
                    return true;
                });
                changes.forEach(Runnable::run);
            }
        };
    }

    @Test
    void revisionsAreNotDense() {
        assertSeen(
                "keyspace default is",
                "keyspaces",
                (KeyspaceName name, Keyspace row) ->
                        Optional.of(row.revision() % 5 == 0 ? row.at(row.revision() + 1) : row));
    }

    @Test
    void aPutDoesNotCountTheVersion() {
        assertSeen(
                "default at ",
                "versions",
                (VersionKey key, Version row) -> Optional.of(
                        row.version() > 1 ? new Version(row.createRevision(), 1, row.lease(), row.value()) : row));
    }

    @Test
    void aPutCreatesWhatIsThere() {
        assertSeen(
                "default at ",
                "versions",
                (VersionKey key, Version row) -> Optional.of(
                        row.version() > 1
                                ? new Version(key.revision(), row.version(), row.lease(), row.value())
                                : row));
    }

    @Test
    void aDeletedKeyComesBack() {
        assertSeen(
                "default at ",
                "versions",
                (VersionKey key, Version row) -> Optional.of(
                        row.isTombstone() ? new Version(key.revision(), 1, 0, Bytes.EMPTY) : row));
    }

    @Test
    void aWatchMissesAChange() {
        assertSeen(
                "history of default is",
                "history",
                (ChangeKey key, CoordinationTables.Change row) ->
                        key.revision() % 5 == 0 ? Optional.empty() : Optional.of(row));
    }

    @Test
    void aCompactionIsForgotten() {
        assertSeen("keyspace default is", "keyspaces", (KeyspaceName name, Keyspace row) -> Optional.of(
                row.compactedTo(-1)));
    }

    @Test
    void aSweepIsGivenUpHalfWay() {
        assertSeen("space of default is", "sweeps", (SweepKey key, Sweep row) ->
                row.revision() == 0 ? Optional.of(row) : Optional.empty());
    }

    @Test
    void aSweepSkipsAChangeInEveryRound() {
        assertSeen("space of default is", "sweeps", (SweepKey key, Sweep row) ->
                Optional.of(new Sweep(row.target(), row.revision(), row.sub() + 1, row.waitingSince())));
    }

    @Test
    void aSweepTakesMoreThanWasCompacted() {
        assertSeen("history of default is", "sweeps", (SweepKey key, Sweep row) ->
                Optional.of(new Sweep(row.target() + 1, row.revision(), row.sub(), row.waitingSince())));
    }

    @Test
    void aWriterIsForgotten() {
        assertSeen("keyspace default is", "writers", (WriterKey key, Writer row) -> Optional.empty());
    }
}
