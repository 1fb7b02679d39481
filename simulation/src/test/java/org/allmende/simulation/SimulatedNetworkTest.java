package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.allmende.ledger.seeds.Search;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class SimulatedNetworkTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(15);
    private static final Duration A_WHILE = Duration.ofSeconds(40);

    private static SimulationPlan plan(Seed seed) {
        return SimulatedNetwork.of(seed).running(Tally::all, new TallyExpectation());
    }

    private static SimulatedNetwork run(SimulationPlan plan) {
        return run(plan, A_WHILE);
    }

    private static SimulatedNetwork run(SimulationPlan plan, Duration duration) {
        SimulatedNetwork network = plan.start();
        network.run(duration, new TallyWorkload());
        network.heal();
        return network;
    }

    @Seeds(15)
    void whateverGoesWrongEveryNodeIsAsItShouldBe(Seed seed) {
        Duration late = Duration.ofSeconds(seed.between(0, 30));
        SimulatedNetwork network = run(plan(seed).with(Faults.ALL).nodes(seed.between(4, 5)).joining(3, late));

        assertThat(network.auditor().counted(Happening.ACKNOWLEDGED)).isPositive();
    }

    /** From four or five nodes to one, or three, and on: whatever happens, before and after. */
    @Seeds(8)
    void aNetworkThatStartsFromTheStateOfAnotherIsAsItShouldBeToo(Seed seed) {
        SimulatedNetwork old = run(plan(seed.split()).with(Faults.ALL).nodes(seed.between(4, 5)), A_MOMENT);
        SimulatedNetwork young = run(plan(seed.split())
                .with(Faults.ALL)
                .nodes(seed.between(1, 3))
                .startingFrom(old), A_MOMENT);
        SimulatedNetwork youngest = run(
                plan(seed.split()).with(Faults.ALL).startingFrom(young).joining(3, A_MOMENT), A_MOMENT);

        assertThat(youngest.auditor().expectedHeight()).isGreaterThan(young.auditor().expectedHeight());
        assertThat(young.auditor().expectedHeight()).isGreaterThan(old.auditor().expectedHeight());
        assertThat(youngest.auditor().counted(Happening.ACKNOWLEDGED)).isPositive();
    }

    @Test
    void whereNothingGoesWrongNothingIsMissed() {
        SimulatedNetwork network = run(plan(new Seed(1)));
        Auditor auditor = network.auditor();

        assertThat(auditor.counted(Happening.ACKNOWLEDGED)).isGreaterThan(20);
        assertThat(auditor.counted(Happening.GAP)).isZero();
        assertThat(auditor.counted(Happening.MESSAGE_LOST)).isZero();
        assertThat(auditor.counted(Happening.ROUND_OUT_OF_TURN)).isZero();
        assertThat(auditor.counted(Happening.STATE_TAKEN_OVER)).isZero();
    }

    @Test
    void roundsMayComeInAnyOrder() {
        Auditor auditor = run(plan(new Seed(1)).delaying(1, 900)).auditor();

        assertThat(auditor.counted(Happening.ROUND_OUT_OF_TURN)).isGreaterThan(100);
        assertThat(auditor.counted(Happening.MESSAGE_LOST)).isZero();
    }

    @Test
    void aNodeThatJoinsLateTakesOverStateAndIsLevelInTheEnd() {
        SimulatedNetwork network = run(plan(new Seed(1)).joining(3, Duration.ofSeconds(30)));

        assertThat(network.auditor().counted(Happening.STATE_TAKEN_OVER)).isPositive();
        assertThat(network.auditor().counted(Happening.RESTARTED)).isZero();
        assertThat(network.nodes().get(3).port().ledger().height())
                .isEqualTo(network.auditor().expectedHeight());
    }

    @Test
    void messagesMayBeLostDoubledAndOvertaken() {
        Auditor auditor = run(plan(new Seed(2)).dropping(300).doubling(300).delaying(1, 900)).auditor();

        assertThat(auditor.counted(Happening.MESSAGE_LOST)).isGreaterThan(100);
        assertThat(auditor.counted(Happening.MESSAGE_DOUBLED)).isGreaterThan(100);
        assertThat(auditor.counted(Happening.SECOND_COPY)).isPositive();
        assertThat(auditor.counted(Happening.CRASHED_AT_ANY_TIME)).isZero();
    }

    @Test
    void aNodeThatOftenEndsInTheMiddleOfLongStepsComesBackAllTheSame() {
        Auditor auditor = run(plan(new Seed(2)).crashing(new Faults.Crashes(0, 500, 4_000, 2_000, 500))).auditor();

        assertThat(auditor.counted(Happening.CRASHED_IN_RESTORE)).isPositive();
        assertThat(auditor.counted(Happening.CRASHED_IN_REPLAY)).isPositive();
        assertThat(auditor.counted(Happening.CRASHED_IN_CHECKPOINT)).isPositive();
    }

    @Seeds(2)
    void aSeedIsOneRun(Seed seed) {
        SimulatedNetwork once = run(plan(new Seed(seed.value())).with(Faults.ALL), A_MOMENT);
        SimulatedNetwork again = run(plan(new Seed(seed.value())).with(Faults.ALL), A_MOMENT);
        SimulatedNetwork other = run(plan(new Seed(seed.value() + 1_000)).with(Faults.ALL), A_MOMENT);

        assertThat(again.traceDigest()).isEqualTo(once.traceDigest()).isNotEqualTo(other.traceDigest());
    }

    /** Or the faults are about less than they should be; what operations come to is in {@link ReasonsTest}. */
    @Test
    void everyKindOfThingHappens(TestInfo test) {
        // Rosters are changed in RosterLawsTest.
        Set<Happening> seen = EnumSet.of(Happening.ROSTER_CHANGED);
        Search.of(test, 40)
                .until(
                        () -> seen.size() == Happening.values().length,
                        seed -> {
                            SimulatedNetwork network = run(plan(seed).with(Faults.ALL));
                            for (Happening each : Happening.values()) {
                                if (network.auditor().counted(each) > 0) {
                                    seen.add(each);
                                }
                            }
                        },
                        () -> assertThat(seen).containsExactlyInAnyOrder(Happening.values()));
    }
}
