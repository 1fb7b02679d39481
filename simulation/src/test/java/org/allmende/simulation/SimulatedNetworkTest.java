package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(15);
    private static final Duration A_WHILE = Duration.ofSeconds(40);

    /** What operations come to that a workload has to bring about, or it is about less than it should be. */
    private static final List<String> OUTCOMES = Stream.of(
                    "Add applied NOT_ALLOWED TOO_MANY TOO_MUCH",
                    "OpenAccount applied NO_RIGHT_TO_OPEN AUTHORITY_TOO_DEEP KEY_TWICE WEAK_KEY ACCOUNT_EXISTS"
                            + " OVER_OWN_QUOTA",
                    "ChangeAuthority applied WEAK_KEY",
                    "ChangeQuota applied ACCOUNT_UNKNOWN NOT_THE_OPENER OVER_OWN_QUOTA",
                    "Delegate applied ACCOUNT_UNKNOWN OWN_ACCOUNT END_HAS_PASSED",
                    "EndDelegation applied NO_SUCH_DELEGATION",
                    "Create applied BAD_SYMBOL TOKEN_EXISTS OVER_QUOTA",
                    "Mint applied NO_AMOUNT TOKEN_UNKNOWN ACCOUNT_UNKNOWN NOT_ALLOWED OVER_SUPPLY",
                    "Burn applied NO_AMOUNT TOKEN_UNKNOWN NOT_ALLOWED NOT_ENOUGH",
                    "Transfer applied NO_AMOUNT TOKEN_UNKNOWN ACCOUNT_UNKNOWN NOT_ALLOWED NOT_ENOUGH",
                    "ChangeIssuer applied TOKEN_UNKNOWN NOT_ALLOWED")
            .flatMap(line -> Stream.of(line.split(" ")).skip(1).map(outcome -> line.split(" ")[0] + " " + outcome))
            .toList();

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
        assertThat(auditor.counted(Happening.STATE_TAKEN_OVER)).isZero();
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

    @Test
    void everyKindOfThingHappensAndWhateverCanComeOfAnOperationDoes() {
        Set<Happening> seen = EnumSet.noneOf(Happening.class);
        Set<String> outcomes = new TreeSet<>();
        for (long seed = 1;
                seed <= 40 && !(seen.size() == Happening.values().length && outcomes.containsAll(OUTCOMES));
                seed++) {
            SimulatedNetwork network = run(plan(new Seed(seed)).with(Faults.ALL));
            outcomes.addAll(network.auditor().outcomes().keySet());
            for (Happening each : Happening.values()) {
                if (network.auditor().counted(each) > 0) {
                    seen.add(each);
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(Happening.values());
        assertThat(outcomes).containsAll(OUTCOMES);
    }
}
