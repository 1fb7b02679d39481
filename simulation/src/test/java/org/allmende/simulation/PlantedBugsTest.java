package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Delegation;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Round.Brought;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.metering.Usage;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.token.Token;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;

/** Each of these is a way for a ledger to be wrong, on one node or on all alike; the auditor sees every one. */
class PlantedBugsTest {
    private static final int BAD_NODE = 2;

    /** Runs until the auditor has seen it, at the latest when all is mended. */
    private static void assertSeen(String what, SimulationPlan plan) {
        assertSeen(what, plan, new TallyWorkload());
    }

    private static void assertSeen(String what, SimulationPlan plan, Workload workload) {
        assertThatThrownBy(() -> {
                    SimulatedNetwork network = plan.start();
                    network.run(Duration.ofMinutes(1), workload);
                    network.heal();
                })
                .isInstanceOf(Violation.class)
                .hasMessageContaining(what)
                .hasMessageContaining("in seed 5; what happened last");
    }

    private static SimulationPlan plan() {
        return SimulatedNetwork.of(new Seed(5)).running(Tally::all, new TallyExpectation()).with(Faults.ALL);
    }

    private static SimulationPlan onOne(UnaryOperator<StateMachine> bug) {
        return plan().wrapping(BAD_NODE, bug);
    }

    private static SimulationPlan onAll(UnaryOperator<StateMachine> bug) {
        SimulationPlan plan = plan();
        for (int node = 0; node < 4; node++) {
            plan.wrapping(node, bug);
        }
        return plan;
    }

    private static SimulationPlan allRun(SimulationPlan.Applications applications) {
        SimulationPlan plan = plan();
        for (int node = 0; node < 4; node++) {
            plan.runningAt(node, applications);
        }
        return plan;
    }

    private static UnaryOperator<StateMachine> rounds(UnaryOperator<Round> change) {
        return machine -> new Between(machine) {
            @Override
            public Applied apply(Round round) {
                return super.apply(change.apply(round));
            }
        };
    }

    private static Round with(Round round, List<Brought> transactions) {
        return new Round(round.timeMillis(), round.epoch(), transactions);
    }

    // ---- rounds that are not applied as they are

    @Test
    void aNodeThatSkipsATransaction() {
        assertSeen("node n2", onOne(rounds(round -> with(round, round.transactions().stream().skip(1).toList()))));
    }

    @Test
    void aNodeThatAppliesInAnotherOrder() {
        assertSeen("node n2", onOne(rounds(round -> with(round, round.transactions().reversed()))));
    }

    @Test
    void allNodesApplyInAnotherOrder() {
        assertSeen(" should be", onAll(rounds(round -> with(round, round.transactions().reversed()))));
    }

    @Test
    void allNodesTakeTheTimeOfARoundForLater() {
        assertSeen(
                "agreed time",
                onAll(rounds(round -> new Round(round.timeMillis() + 1, round.epoch(), round.transactions()))));
    }

    @Test
    void allNodesSeeAGapWhereThereIsNone() {
        long from = SimulatedGenesis.START_MILLIS + 20_000;
        assertSeen(
                "GapPassed",
                onAll(rounds(round -> round.transactions().isEmpty() || round.timeMillis() < from
                        ? round
                        : new Round(round.timeMillis() + 9_000, round.epoch(), round.transactions()))));
    }

    @Test
    void aNodeThatMakesHeightsOfRoundsNobodyNeeds() {
        assertSeen(
                "its height",
                onOne(rounds(round -> with(
                        round,
                        round.transactions().isEmpty()
                                ? List.of(new Brought(0, Bytes.utf8("x")))
                                : round.transactions()))));
    }

    /** As if it were not known: a ledger that has forgotten the id sees nothing but another transaction. */
    @Test
    void allNodesApplyASecondCopy() {
        assertSeen("should be", onAll(machine -> new Between(machine) {
            private final Set<Bytes> seen = new HashSet<>();

            @Override
            public Applied apply(Round round) {
                Schema schema = ((Ledger) machine).schema();
                return super.apply(with(
                        round,
                        round.transactions().stream()
                                .map(each -> seen.add(each.transaction()) ? each : another(each, schema))
                                .toList()));
            }
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
        assertSeen("should be", allRun(tables -> List.of(new Tally(tables) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                Outcome first = super.apply(operation, context);
                return operation instanceof Request.Add ? super.apply(operation, context) : first;
            }
        })));
    }

    @Test
    void allNodesRefuseWhatTheyShouldApply() {
        assertSeen("should be", allRun(tables -> List.of(new Tally(tables) {
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
        assertSeen("should be", allRun(tables -> List.of(new Tally(tables) {
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
        assertSeen("should be", allRun(tables -> List.of(new Tally(tables) {
            @Override
            public void due(Timer timer, Context context) {}
        })));
    }

    @Test
    void allNodesTellAnEventTwice() {
        assertSeen("what it tells of height", allRun(tables -> List.of(new Tally(tables) {
            @Override
            public void gap(Gap gap, Context context) {
                super.gap(gap, context);
                super.gap(gap, context);
            }
        })));
    }

    @Test
    void aNodeThatWalksSomethingInAnOrderOfItsOwn() {
        assertSeen("node n2", plan().runningAt(BAD_NODE, PlantedBugsTest::unsorted));
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
        assertSeen("stopped at round", plan().runningAt(BAD_NODE, tables -> List.of(new Tally(tables) {
            @Override
            public void due(Timer timer, Context context) {
                throw new IllegalStateException("planted");
            }
        })));
    }

    // ---- what the ledger does wrong with quotas, shares, authorities and tokens

    /** Nothing goes wrong beside it, so that more is done. */
    private static SimulationPlan allTamper(Tampering.Bug bug) {
        State[] latest = new State[1];
        SimulationPlan plan = SimulatedNetwork.of(new Seed(5))
                .running(
                        tables -> {
                            latest[0] = (State) tables;
                            return Tally.all(tables);
                        },
                        new TallyExpectation());
        for (int node = 0; node < 4; node++) {
            plan.wrapping(node, machine -> new Tampering(machine, latest[0], bug));
        }
        return plan;
    }

    @Test
    void allNodesForgetWhatAccountsHaveSent() {
        assertSeen("usage of ", allTamper(rows -> rows.change(
                "usage", (Usage before, Usage now) -> new Usage(0, 0, now.entries(), now.minute(), 0, 0))));
    }

    @Test
    void allNodesCountAnAccountsMinuteFromItsFirstTransactionOn() {
        assertSeen("usage of ", allTamper(rows -> rows.change(
                "usage",
                (Usage before, Usage now) -> new Usage(
                        now.operations(),
                        now.bytes(),
                        now.entries(),
                        before.minute(),
                        now.operations(),
                        now.bytes()))));
    }

    @Test
    void allNodesForgetWhatAccountsOwn() {
        assertSeen("usage of ", allTamper(rows -> rows.change(
                "usage",
                (Usage before, Usage now) -> new Usage(
                        now.operations(),
                        now.bytes(),
                        Math.min(before.entries(), now.entries()),
                        now.minute(),
                        now.operationsInMinute(),
                        now.bytesInMinute()))));
    }

    @Test
    void aNodeThatTakesAllSharesForOne() {
        assertSeen("node n2", onOne(rounds(PlantedBugsTest::broughtByAll)));
    }

    @Test
    void allNodesTakeAllSharesForOne() {
        assertSeen("what it told the engine it had set aside", onAll(rounds(PlantedBugsTest::broughtByAll)));
    }

    /** As if each node could use what the others have left: what is many comes from many. */
    private static Round broughtByAll(Round round) {
        boolean few = round.transactions().size() < 10;
        List<Brought> brought = new ArrayList<>();
        for (Brought each : round.transactions()) {
            brought.add(few ? each : new Brought(brought.size() % 4, each.transaction()));
        }
        return with(round, brought);
    }

    @Test
    void allNodesKeepFromTheEngineWhatWasSetAside() {
        assertSeen("what it told the engine it had set aside", onAll(machine -> new Between(machine) {
            @Override
            public Applied apply(Round round) {
                Applied applied = super.apply(round);
                return applied.dropped() ? applied : new Applied(applied.height(), applied.changes());
            }
        }));
    }

    @Test
    void allNodesTakeNothingOfADelegationsLimit() {
        assertSeen("delegations given by ", allTamper(rows -> rows.change(
                "delegations", (Delegation before, Delegation now) -> new Delegation(now.untilMillis(), before.left()))));
    }

    @Test
    void allNodesStillAcceptAnOldAuthority() {
        assertSeen("account ", allTamper(rows -> rows.change(
                "accounts",
                (Account before, Account now) -> new Account(
                        before.authority(), now.quota(), now.openedBy(), now.openedHeight()))));
    }

    @Test
    void allNodesLetOneOfManyActAlone() {
        assertSeen("account ", allTamper(rows -> rows.change(
                "accounts",
                (Account before, Account now) -> now.authority() instanceof Authority.Threshold(int two, var members)
                        ? new Account(
                                new Authority.Threshold(1, members), now.quota(), now.openedBy(), now.openedHeight())
                        : now)));
    }

    @Test
    void allNodesLetAnAccountKeepTheAccountsItGaveAway() {
        assertSeen("account ", allTamper(rows -> rows.change(
                "accounts",
                (Account before, Account now) -> new Account(
                        now.authority(),
                        now.quota().withAccounts(Math.max(
                                before.quota().accounts(), now.quota().accounts())),
                        now.openedBy(),
                        now.openedHeight()))));
    }

    @Test
    void allNodesCreditATransferTwice() {
        assertSeen(" holds of token ", allTamper(rows -> rows.change(
                "balances",
                (Uint256 before, Uint256 now) ->
                        now.compareTo(before) > 0 && !now.exceedsWith(now.minus(before))
                                ? now.plus(now.minus(before))
                                : now)));
    }

    @Test
    void allNodesBurnWithoutLessBeingThere() {
        assertSeen("token ", allTamper(rows -> rows.change(
                "tokens",
                (Token before, Token now) -> now.supply().compareTo(before.supply()) < 0
                        ? new Token(
                                now.symbol(),
                                now.decimals(),
                                now.creator(),
                                now.issuer(),
                                before.supply(),
                                now.supplyMax())
                        : now)));
    }

    @Test
    void allNodesTakeTooFewForEnough() {
        assertSeen("checkpoints are ", allTamper(rows -> rows.change(
                "checkpoints",
                (Checkpoints.Asked before, Checkpoints.Asked now) ->
                        new Checkpoints.Asked(now.timeMillis(), now.by(), Math.max(1, now.vouchedHeight())))),
                new CheckpointWorkload(false));
    }

    @Test
    void allNodesForgetThatEnoughHaveVouched() {
        assertSeen("checkpoints are ", allTamper(rows -> rows.change(
                "checkpoints",
                (Checkpoints.Asked before, Checkpoints.Asked now) ->
                        new Checkpoints.Asked(now.timeMillis(), now.by(), 0))),
                new CheckpointWorkload(false));
    }

    // ---- what a restart loses

    @Test
    void anAcknowledgedWriteIsLostInARestart() {
        assertSeen("standing at", onOne(machine -> new Between(machine) {
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
        assertSeen("the answer about", onAll(machine -> new Between(machine) {
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
        assertSeen("what it changed", onOne(changes(changes -> changes.subList(0, changes.size() - 1))));
    }

    @Test
    void allNodesTellAChangedRowTwice() {
        assertSeen("out of order", onAll(changes(changes -> {
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
        assertSeen("what it kept of table", onOne(machine -> new Between(machine) {
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
