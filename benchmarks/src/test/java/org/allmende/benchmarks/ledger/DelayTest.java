package org.allmende.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Synthetic rounds: 5 to 8 ms each, in five pairs of 200 alone and 200 beside, and what befalls some of them. */
class DelayTest {
    private static final int PAIRS = 5;
    private static final int ROUNDS = 200;
    private static final double BAR = 20;

    private final List<double[]> alone = new ArrayList<>();
    private final List<double[]> beside = new ArrayList<>();

    DelayTest() {
        SplittableRandom random = new SplittableRandom(1);
        for (int pair = 0; pair < PAIRS; pair++) {
            alone.add(random.doubles(ROUNDS, 5, 8).toArray());
            beside.add(random.doubles(ROUNDS, 5, 8).toArray());
        }
    }

    private Delay delay() {
        alone.forEach(Arrays::sort);
        beside.forEach(Arrays::sort);
        return Delay.of(alone, beside);
    }

    @Test
    void roundsThatDifferByChanceAreNotDelayed() {
        assertThat(delay().medianMillis()).isCloseTo(0, within(1.0));
    }

    @Test
    void onePauseOfTheMachineDecidesNothingWhereverItFalls() {
        beside.get(3)[17] += 400;
        assertThat(delay().medianMillis()).isLessThan(BAR);
        assertThat(delay().worstMillis()).as("it is told").isGreaterThan(390);

        alone.get(1)[20] += 400;
        assertThat(delay().medianMillis()).isLessThan(BAR);
    }

    @Test
    void pausesThatComeAloneTooDecideNothing() {
        for (int pair = 0; pair < PAIRS; pair++) {
            alone.get(pair)[pair] += 90;
            beside.get(pair)[ROUNDS - 1 - pair] += 95;
        }
        assertThat(delay().medianMillis()).isCloseTo(5, within(3.0));
    }

    @Test
    void aScanThatHoldsALockForThirtyMillisecondsIsSeen() {
        SplittableRandom random = new SplittableRandom(2);
        for (double[] rounds : beside) {
            for (int i = 0; i < ROUNDS; i++) {
                rounds[i] += random.nextDouble(30);
            }
        }
        assertThat(delay().medianMillis()).isGreaterThan(BAR).isLessThan(31);
    }

    @Test
    void oneRoundInEachPairIsSeen() {
        beside.forEach(rounds -> rounds[40] += 25);
        assertThat(delay().medianMillis()).isGreaterThan(BAR);
    }

    @Test
    void aPauseAloneHidesNoDelayBesideIt() {
        alone.get(0)[0] += 500;
        beside.forEach(rounds -> Arrays.setAll(rounds, i -> rounds[i] + 25));
        assertThat(delay().medianMillis()).isGreaterThan(BAR);
    }

    @Test
    void fasterRoundsAreBelowZero() {
        beside.forEach(rounds -> Arrays.setAll(rounds, i -> rounds[i] / 2));
        assertThat(delay().medianMillis()).isNegative();
    }

    @Test
    void quantilesAreOfAllPairsTogether() {
        List<double[]> samples = List.of(new double[] {1, 4}, new double[] {2, 3});
        assertThat(Delay.quantile(0.5, samples)).isEqualTo(2);
        assertThat(Delay.quantile(0.99, samples)).isEqualTo(4);
        assertThat(Delay.quantile(0, samples)).isEqualTo(1);
    }

    @Test
    void whatIsComparedIsOfOneSize() {
        beside.removeLast();
        assertThatIllegalArgumentException().isThrownBy(this::delay);
        beside.add(new double[ROUNDS - 1]);
        assertThatIllegalArgumentException().isThrownBy(this::delay);
    }
}
