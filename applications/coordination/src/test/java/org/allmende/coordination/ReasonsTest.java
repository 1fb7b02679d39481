package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.ledger.seeds.Search;
import org.allmende.simulation.Faults;
import org.allmende.simulation.SimulatedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Every way in which coordination can refuse is met in some seed while everything else goes wrong, and judged by copies
 * of all keys; or it takes more than a simulation holds, and says so here.
 */
class ReasonsTest {
    private static final Duration A_WHILE = Duration.ofSeconds(40);
    private static final int SEEDS_MAX = 20;

    /** Each of these is tested at its limit and one past it in {@link LimitTest}. */
    private static final Map<CoordinationReason, String> BEYOND_A_SIMULATION = new EnumMap<>(Map.of(
            CoordinationReason.REQUEST_TOO_LARGE, "takes 1.5 MiB in one operation, and a round here holds 8,000 bytes",
            CoordinationReason.TOO_MANY_KEYS, "takes 100,000 versions of keys, and a simulation makes some hundreds",
            CoordinationReason.ANSWER_TOO_LARGE, "takes 32 MiB of keys and values",
            CoordinationReason.TOO_MUCH_IN_ONE_ROUND, "takes 400,000 versions that are looked at in one round",
            CoordinationReason.LEASE_FULL, "takes 10,000 keys",
            CoordinationReason.AUTH_FULL, "takes 256 roles",
            CoordinationReason.TOO_MANY_ALARMS, "takes 64 alarms, and one more"));

    @Test
    void whateverCanComeOfARequestDoes(TestInfo test) {
        Set<String> expected = expected();
        Set<String> applied = applied();
        Set<String> met = new TreeSet<>();
        Set<String> outcomes = new TreeSet<>();
        Search.of(test, SEEDS_MAX)
                .until(
                        () -> met.containsAll(expected) && outcomes.containsAll(applied),
                        seed -> {
                            SimulatedNetwork network = CoordinationExpectation.network(seed)
                                    .with(Faults.ALL)
                                    .start();
                            network.run(A_WHILE, seed.oneIn(3) ? new AuthWorkload() : new RareRequests());
                            network.heal();
                            outcomes.addAll(network.auditor().outcomes().keySet());
                            outcomes.forEach(each -> met.add(each.substring(each.indexOf(' ') + 1)));
                        },
                        () -> {
                            assertThat(met).containsAll(expected);
                            assertThat(outcomes).as("every operation is also applied").containsAll(applied);
                        });
    }

    private static Set<String> applied() {
        Set<String> applied = new TreeSet<>();
        for (Class<?> operation : CoordinationOperation.class.getPermittedSubclasses()) {
            applied.add(operation.getSimpleName() + " applied");
        }
        return applied;
    }

    /** All there are, without those that a simulation does not reach. */
    private static Set<String> expected() {
        Set<CoordinationReason> reasons = EnumSet.allOf(CoordinationReason.class);
        reasons.removeAll(BEYOND_A_SIMULATION.keySet());
        Set<String> expected = new TreeSet<>();
        reasons.forEach(each -> expected.add(each.name()));
        return expected;
    }
}
