package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.allmende.ledger.Between;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;
import org.junit.jupiter.api.Test;

/** The digest of a height is of its rows, all of them, and of nothing else: ways for it not to be. */
class PlantedDigestTest {
    /** Of the ledger's tables the one that no expectation looks into. */
    private static final int TIMERS = 3;

    private static SimulationPlan plan(SimulationPlan.Applications applications) {
        return SimulatedNetwork.of(new Seed(5)).running(applications, new TallyExpectation());
    }

    private static void assertSeen(String what, SimulationPlan plan) {
        assertThatThrownBy(() -> {
                    SimulatedNetwork network = plan.start();
                    network.run(Duration.ofMinutes(1), new TallyWorkload());
                    network.heal();
                })
                .isInstanceOf(Violation.class)
                .hasMessageContaining(what)
                .hasMessageContaining("in seed 5; what happened last");
    }

    @Test
    void aNodeHasAnotherDigestOfTheSameRows() {
        assertSeen(
                "its digest at height 8",
                plan(Tally::all).digestingAt(0, (ledger, view) -> Digests.sha256("n0", ledger.digest(view))));
    }

    @Test
    void allNodesMakeTheDigestOfMoreThanTheRows() {
        SimulationPlan plan = plan(Tally::all);
        for (int node = 0; node < 4; node++) {
            plan.digestingAt(node, (ledger, view) -> Digests.sha256("network", ledger.digest(view)));
        }
        assertSeen("the digest of what it told", plan);
    }

    @Test
    void allNodesLeaveATableOutOfTheDigest() {
        SimulationPlan plan = plan(Tally::all);
        for (int node = 0; node < 4; node++) {
            plan.digestingAt(node, (ledger, view) -> digestWithoutTimers(ledger));
        }
        assertSeen("the digest of what it told", plan);
    }

    private static Bytes digestWithoutTimers(Ledger ledger) {
        SortedMap<Integer, SortedMap<Bytes, Bytes>> rows = new TreeMap<>();
        for (int table : ledger.tables()) {
            SortedMap<Bytes, Bytes> of = new TreeMap<>();
            if (table != TIMERS) {
                ledger.scan(table, Bytes.EMPTY, (key, value) -> of.put(key, value) == null);
            }
            rows.put(table, of);
        }
        return ExpectedDigest.of(rows);
    }

    /** As when memory fails: what was told and kept on disk is right. */
    @Test
    void allNodesShowARowLessThanTheyTold() {
        State[] latest = new State[1];
        SimulationPlan plan = plan(tables -> {
            latest[0] = (State) tables;
            return Tally.all(tables);
        });
        for (int node = 0; node < 4; node++) {
            plan.wrapping(node, withoutATimer(latest));
        }
        assertSeen("the digest of what it told", plan);
    }

    private static UnaryOperator<StateMachine> withoutATimer(State[] latest) {
        return machine -> {
            State state = latest[0];
            return new Between(machine) {
                @Override
                public Applied apply(Round round) {
                    Applied applied = super.apply(round);
                    hideOne(timers(state));
                    return applied;
                }

                private <K, V> void hideOne(Table<K, V> table) {
                    Map<K, V> first = new HashMap<>();
                    table.ascend(null, null, (key, value) -> first.put(key, value) != null);
                    first.keySet().forEach(table::remove);
                    state.publish(height(), timeMillis());
                    first.forEach(table::put);
                }
            };
        };
    }

    private static Table<?, ?> timers(State state) {
        return state.declared().stream()
                .filter(each -> each.number() == TIMERS)
                .findFirst()
                .orElseThrow();
    }
}
