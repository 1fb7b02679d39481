package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.allmende.drills.history.Execution.Settings;
import org.allmende.drills.history.Execution.Told;
import org.allmende.ledger.seeds.Search;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The checker says what trying everything says, of small histories that are true and of such as may not be. */
class BruteForceLawsTest {
    private enum Verdict {
        ACCEPTED,
        REFUSED
    }

    @Seeds(2000)
    void ofOneKey(Seed seed) {
        assertAgreement(oneKey(seed, 7));
    }

    @Seeds(1000)
    void ofKeysThatTransactionsConnect(Seed seed) {
        assertAgreement(connectedKeys(seed, 6));
    }

    @Seeds(2000)
    void ofALock(Seed seed) {
        assertAgreement(lock(seed, 7));
    }

    /** What is said to be a contradiction is one, with nothing known of all other operations. */
    @Seeds(150)
    void aContradictionIsOne(Seed seed) {
        for (History history : List.of(oneKey(seed, 5), connectedKeys(seed, 4), lock(seed, 6))) {
            if (new Linearizability().check(history) instanceof Ruling.Refused(List<Violation> violations)) {
                List<Operation> known = violations.getFirst().contradiction();
                assertThat(known).isNotEmpty();
                List<Operation> weaker = new ArrayList<>();
                for (Operation each : history.operations()) {
                    boolean isKnown = known.contains(each) || each.outcome() instanceof Outcome.Failed;
                    weaker.add(isKnown ? each : Operation.unknown(each.client(), each.invokedNanos(), each.call()));
                }
                assertThat(BruteForce.accepts(new History(weaker)))
                        .as(violations.getFirst().text() + history.text())
                        .isFalse();
            }
        }
    }

    /** Over several groups the checker may see less where revisions are told of some operations only; never more. */
    @Seeds(500)
    void nothingTrueIsRefusedOverManyGroups(Seed seed) {
        Settings settings = settings(seed, 3).keysMax(1);
        History history = maybeChanged(Execution.of(seed, settings, 6), seed);
        if (BruteForce.accepts(history)) {
            assertThat(ruling(history)).as(history.text()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    /** Or the laws above would hold of a checker that always says the same. */
    @Test
    void bothVerdictsAreMet(TestInfo test) {
        Map<Verdict, Integer> met = new EnumMap<>(Verdict.class);
        Search.of(test, 300)
                .until(
                        () -> met.getOrDefault(Verdict.ACCEPTED, 0) > 30 && met.getOrDefault(Verdict.REFUSED, 0) > 30,
                        seed -> {
                            for (History each : List.of(oneKey(seed, 7), connectedKeys(seed, 6), lock(seed, 7))) {
                                met.merge(ruling(each), 1, Integer::sum);
                            }
                        },
                        () -> assertThat(met.values()).hasSize(2).allMatch(count -> count > 30));
    }

    private static History oneKey(Seed seed, int most) {
        return maybeChanged(Execution.of(seed, settings(seed, 1), seed.between(2, most)), seed);
    }

    /** The first of them names all, so that they are one group. */
    private static History connectedKeys(Seed seed, int most) {
        int keys = seed.between(2, 3);
        Settings settings = settings(seed, keys).keysMax(keys);
        History history = maybeChanged(Execution.of(seed, settings, seed.between(2, most)), seed);
        Transaction all = new Transaction(
                settings.keys().stream()
                        .<Transaction.Comparison>map(key -> new Transaction.Comparison.VersionIs(key, 1_000))
                        .toList(),
                List.of(),
                List.of());
        List<Operation> operations = new ArrayList<>(history.operations());
        operations.add(Operation.ok("c9", -2, -1, all, Answer.refused(0)));
        return new History(operations);
    }

    private static History lock(Seed seed, int most) {
        return maybeChanged(Execution.ofLocks(seed, settings(seed, 1), seed.between(2, most)), seed);
    }

    private static Settings settings(Seed seed, int keys) {
        return Settings.of(seed.between(2, 4), keys, seed.pick(Told.values()))
                .valuesMax(seed.between(1, 4))
                .unknownIn(seed.between(2, 20))
                .moments(seed.between(1, 3));
    }

    private static History maybeChanged(History history, Seed seed) {
        History changed = history;
        for (int changes = seed.between(0, 2); changes > 0; changes--) {
            changed = Mutation.of(changed, seed);
        }
        return changed;
    }

    private static void assertAgreement(History history) {
        Verdict expected = BruteForce.accepts(history) ? Verdict.ACCEPTED : Verdict.REFUSED;
        assertThat(ruling(history)).as(history.text()).isEqualTo(expected);
    }

    private static Verdict ruling(History history) {
        return switch (new Linearizability().check(history)) {
            case Ruling.Accepted _ -> Verdict.ACCEPTED;
            case Ruling.Refused _ -> Verdict.REFUSED;
            case Ruling.Undecided undecided -> throw new AssertionError(undecided.text());
        };
    }
}
