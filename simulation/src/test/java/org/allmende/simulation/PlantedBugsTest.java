package org.allmende.simulation;

import static org.allmende.simulation.PlantedBug.OF_THE_BAD_NODE;
import static org.allmende.simulation.PlantedBug.allNodesRun;
import static org.allmende.simulation.PlantedBug.assertSeen;
import static org.allmende.simulation.PlantedBug.changingRounds;
import static org.allmende.simulation.PlantedBug.changingTransactions;
import static org.allmende.simulation.PlantedBug.onAllNodes;
import static org.allmende.simulation.PlantedBug.onOneNode;
import static org.allmende.simulation.PlantedBug.oneNodeRuns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.allmende.ledger.Between;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Round.Brought;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;

/**
 * Ways for what stands on the engine to be wrong, on one node or on all alike: in how rounds are applied, in an
 * application, in what is kept. The auditor sees each; the ledger's own rules are in {@link PlantedLedgerBugsTest}.
 */
class PlantedBugsTest {
    // ---- rounds that are not applied as they are

    @Test
    void aNodeThatSkipsATransaction() {
        assertSeen(OF_THE_BAD_NODE, onOneNode(changingTransactions(all -> all.stream().skip(1).toList())));
    }

    @Test
    void aNodeThatAppliesInAnotherOrder() {
        assertSeen(OF_THE_BAD_NODE, onOneNode(changingTransactions(List::reversed)));
    }

    @Test
    void allNodesApplyInAnotherOrder() {
        assertSeen(" should be", onAllNodes(changingTransactions(List::reversed)));
    }

    @Test
    void allNodesTakeTheTimeOfARoundForLater() {
        assertSeen(
                "agreed time",
                onAllNodes(changingRounds(round ->
                        new Round(round.timeMillis() + 1, round.epoch(), round.transactions(), round.heard()))));
    }

    @Test
    void allNodesSeeAGapWhereThereIsNone() {
        long from = SimulatedGenesis.START_MILLIS + 20_000;
        assertSeen(
                "GapPassed",
                onAllNodes(changingRounds(round -> round.transactions().isEmpty() || round.timeMillis() < from
                        ? round
                        : new Round(round.timeMillis() + 9_000, round.epoch(), round.transactions(), round.heard()))));
    }

    @Test
    void aNodeThatMakesHeightsOfRoundsNobodyNeeds() {
        List<Brought> garbage = List.of(new Brought(0, Bytes.utf8("x")));
        assertSeen("its height", onOneNode(changingTransactions(all -> all.isEmpty() ? garbage : all)));
    }

    /** As if it were not known: a ledger that has forgotten the id sees nothing but another transaction. */
    @Test
    void allNodesApplyASecondCopy() {
        assertSeen("should be", onAllNodes(machine -> {
            Schema schema = ((Ledger) machine).schema();
            Set<Bytes> seen = new HashSet<>();
            return changingTransactions(all -> all.stream()
                            .map(each -> seen.add(each.transaction()) ? each : another(each, schema))
                            .toList())
                    .apply(machine);
        }));
    }

    private static Brought another(Brought copy, Schema schema) {
        try {
            Bytes inside = schema.codec(SignedTransaction.class).decode(copy.transaction()).transaction();
            Transaction once = schema.codec(Transaction.class).decode(inside);
            Transaction again = new Transaction(
                    once.network(), once.sender(), once.validUntilMillis(), -once.salt(), once.groups());
            return new Brought(copy.node(), Signer.of(schema, SimulatedNetwork.OWNER).sign(again));
        } catch (MalformedException e) {
            return copy;
        }
    }

    // ---- what an application does wrong

    @Test
    void allNodesAddTwice() {
        assertSeen("should be", allNodesRun(tables -> List.of(new Tally(tables) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                Outcome first = super.apply(operation, context);
                return operation instanceof Request.Add ? super.apply(operation, context) : first;
            }
        })));
    }

    @Test
    void allNodesRefuseWhatTheyShouldApply() {
        assertSeen("should be", allNodesRun(tables -> List.of(new Tally(tables) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                return operation instanceof Request.Add add && add.amount() == 4
                        ? Outcome.refused(Why.TOO_MUCH)
                        : super.apply(operation, context);
            }
        })));
    }

    @Test
    void allNodesAcknowledgeAWriteThatTheyDoNotMake() {
        assertSeen("should be", allNodesRun(tables -> List.of(new Tally(tables) {
            @Override
            void write(Name name, long sum) {
                if (!name.name().equals("ab")) {
                    super.write(name, sum);
                }
            }
        })));
    }

    @Test
    void allNodesForgetATimer() {
        assertSeen("should be", allNodesRun(tables -> List.of(new Tally(tables) {
            @Override
            public void due(Timer timer, Context context) {}
        })));
    }

    @Test
    void allNodesTellAnEventTwice() {
        assertSeen("what it tells of height", allNodesRun(tables -> List.of(new Tally(tables) {
            @Override
            public void gap(Gap gap, Context context) {
                super.gap(gap, context);
                super.gap(gap, context);
            }
        })));
    }

    @Test
    void aNodeThatWalksSomethingInAnOrderOfItsOwn() {
        assertSeen(OF_THE_BAD_NODE, oneNodeRuns(PlantedBugsTest::unsorted));
    }

    /** Whose events come in the order of some hash table. */
    private static List<Tally> unsorted(Tables tables) {
        return List.of(new Tally(tables) {
            private final List<Timer> due = new ArrayList<>();

            @Override
            public void due(Timer timer, Context context) {
                due.add(timer);
                Collections.reverse(due);
                if (context.height() % 2 == 0) {
                    due.forEach(each -> super.due(each, context));
                    due.clear();
                }
            }
        });
    }

    @Test
    void aBugThatThrows() {
        assertSeen("stopped at round", oneNodeRuns(tables -> List.of(new Tally(tables) {
            @Override
            public void due(Timer timer, Context context) {
                throw new IllegalStateException("planted");
            }
        })));
    }

    // ---- what a restart loses, and what the engine is told

    @Test
    void anAcknowledgedWriteIsLostInARestart() {
        assertSeen("standing at", onOneNode(machine -> new Between(machine) {
            @Override
            public void restore(Iterable<Entry> rows) {
                List<Entry> kept = new ArrayList<>();
                rows.forEach(kept::add);
                kept.stream()
                        .filter(each -> each.table() / 256 == Tally.TAG)
                        .findFirst()
                        .ifPresent(kept::remove);
                super.restore(kept);
            }
        }));
    }

    @Test
    void receiptsAreLostInARestart() {
        assertSeen("the answer about", onAllNodes(machine -> new Between(machine) {
            @Override
            public void restore(Iterable<Entry> rows) {
                List<Entry> kept = new ArrayList<>();
                rows.forEach(kept::add);
                kept.removeIf(each -> each.table() == 4);
                super.restore(kept);
            }
        }));
    }

    @Test
    void aChangedRowIsNotTold() {
        assertSeen("what it changed", onOneNode(changes(changes -> changes.subList(0, changes.size() - 1))));
    }

    @Test
    void allNodesTellAChangedRowTwice() {
        assertSeen("out of order", onAllNodes(changes(changes -> {
            List<Change> twice = new ArrayList<>(changes);
            twice.add(changes.getLast());
            return twice;
        })));
    }

    private static UnaryOperator<StateMachine> changes(UnaryOperator<List<Change>> change) {
        return machine -> new Between(machine) {
            @Override
            public Applied apply(Round round) {
                Applied applied = super.apply(round);
                return applied.dropped()
                        ? applied
                        : new Applied(applied.height(), change.apply(applied.changes()), applied.setAside());
            }
        };
    }

    @Test
    void aScanMissesARow() {
        assertSeen("what it kept of table", onOneNode(machine -> new Between(machine) {
            @Override
            public void scan(int table, Bytes fromKey, RowVisitor visitor) {
                boolean[] first = {true};
                super.scan(table, fromKey, (key, value) -> {
                    boolean missed = first[0];
                    first[0] = false;
                    return missed || visitor.visit(key, value);
                });
            }
        }));
    }
}
