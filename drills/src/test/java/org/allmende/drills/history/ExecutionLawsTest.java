package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.allmende.drills.history.Execution.Settings;
import org.allmende.drills.history.Execution.Told;
import org.allmende.drills.history.Faults.Planted;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;

/** What a store that does one thing after the other tells is accepted; what one with a fault tells is not. */
class ExecutionLawsTest {
    @Seeds(60)
    void whatIsTrueIsAccepted(Seed seed) {
        Settings settings = settings(seed, seed.between(1, 5)).keysMax(seed.between(1, 3));
        assertAccepted(Execution.of(seed, settings, 300));
    }

    @Seeds(40)
    void whatIsTrueOfLocksIsAccepted(Seed seed) {
        assertAccepted(Execution.ofLocks(seed, settings(seed, 2), 200));
    }

    @Seeds(40)
    void aStaleReadIsRefused(Seed seed) {
        History history = Execution.of(seed, settings(seed, 3), 300);
        assertRefused(new Faults(history, seed).staleRead());
    }

    @Seeds(40)
    void aLostUpdateIsRefused(Seed seed) {
        History history = Execution.of(seed, settings(seed, 3), 300);
        assertRefused(new Faults(history, seed).lostUpdate());
    }

    @Seeds(40)
    void aSwappedOrderIsRefused(Seed seed) {
        Settings settings = Settings.of(seed.between(2, 8), 3, Told.EVERYTHING);
        assertRefused(new Faults(Execution.of(seed, settings, 300), seed).swappedOrder());
    }

    @Seeds(40)
    void twoHoldersAreRefused(Seed seed) {
        Settings settings = settings(seed, 2).unknownIn(40);
        assertRefused(new Faults(Execution.ofLocks(seed, settings, 100), seed).twoHolders());
    }

    @Seeds(40)
    void aFenceThatGoesBackIsRefused(Seed seed) {
        Settings settings = Settings.of(4, 2, Told.EVERYTHING);
        assertRefused(new Faults(Execution.ofLocks(seed, settings, 100), seed).fenceGoesBack());
    }

    /** By sixteen clients, with one in a hundred unknown; a gigabyte is all that the tests have. */
    @Test
    void fiftyThousandOperationsAreJudgedWithinTheMemoryOfATest() {
        for (Told told : List.of(Told.EVERYTHING, Told.NOTHING)) {
            Seed seed = new Seed(1);
            History history = Execution.of(seed, Settings.of(16, 100, told), 50_000);
            assertThat(history.operations()).hasSizeGreaterThanOrEqualTo(50_000);
            assertAccepted(history);
            assertRefused(new Faults(history, seed).staleRead());
        }
    }

    private static Settings settings(Seed seed, int keys) {
        return Settings.of(seed.between(2, 8), keys, seed.pick(Told.values()))
                .unknownIn(seed.between(50, 200))
                .moments(seed.between(1, 5));
    }

    private static void assertAccepted(History history) {
        Ruling ruling = new Linearizability().check(history);
        assertThat(ruling).as(ruling.text()).isInstanceOf(Ruling.Accepted.class);
    }

    private static void assertRefused(Optional<Planted> planted) {
        Planted fault = planted.orElseThrow();
        Ruling ruling = new Linearizability().check(fault.history());
        assertThat(ruling).isInstanceOf(Ruling.Refused.class);
        Violation first = ((Ruling.Refused) ruling).violations().getFirst();
        assertThat(first.contradiction())
                .as(first.text())
                .hasSizeLessThan(8)
                .satisfies(named -> assertThat(Collections.disjoint(named, fault.culprits()))
                        .isFalse());
    }
}
