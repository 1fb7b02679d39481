package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SealsTest {
    @Test
    void everyHalfSecondThatHasRoundsHasOneSealAndThatOnItsFirst() {
        assertThat(sealed(1_000_490, 1_000_500, 1_000_501, 1_000_999, 1_001_000, 1_007_300, 1_007_499, 1_007_500))
                .containsExactly(1_000_500L, 1_001_000L, 1_007_300L, 1_007_500L);
    }

    @Test
    void roundsOfAQuietNetworkAreAllSealed() {
        SplittableRandom random = new SplittableRandom(1);
        long before = 1_000_000;
        for (int i = 0; i < 1_000; i++) {
            long now = before + random.nextLong(Seals.MILLIS, 6_000);
            assertThat(Seals.isDue(before, now)).isTrue();
            before = now;
        }
    }

    @Test
    void aRoundAtTheSameTimeAsTheOneBeforeIsNotSealed() {
        assertThat(Seals.isDue(1_500, 1_500)).isFalse();
    }

    private static List<Long> sealed(long first, long... more) {
        List<Long> sealed = new ArrayList<>();
        long before = first;
        for (long now : more) {
            if (Seals.isDue(before, now)) {
                sealed.add(now);
            }
            before = now;
        }
        return sealed;
    }
}
