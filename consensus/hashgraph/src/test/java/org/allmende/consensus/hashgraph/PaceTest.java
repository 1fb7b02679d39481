package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Events come rarely when a window of own ones waits for its order, or the machine is full; and never not at all. */
class PaceTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    private final Pace pace = new Pace();

    @Test
    void isFreeUntilTheWindowIsFull() {
        make(1, Pace.UNDER_WAY_MAX - 1);
        assertThat(pace.isCrowded(0)).isFalse();
        make(Pace.UNDER_WAY_MAX, Pace.UNDER_WAY_MAX);
        assertThat(pace.isCrowded(0)).isTrue();
    }

    @Test
    void letsOneThroughEverySoOftenWhenItIsFull() {
        make(1, Pace.UNDER_WAY_MAX);
        long pause = TimeUnit.MILLISECONDS.toNanos(Pace.CROWDED_MILLIS);
        assertThat(pace.isCrowded(pause - 1)).isTrue();
        assertThat(pace.isCrowded(pause)).isFalse();
        pace.made(at(Pace.UNDER_WAY_MAX + 1), pause);
        assertThat(pace.isCrowded(2 * pause - 1)).isTrue();
        assertThat(pace.isCrowded(2 * pause)).isFalse();
    }

    @Test
    void anOrderedEventSettlesAllThatWereMadeBeforeIt() {
        make(1, 3 * Pace.UNDER_WAY_MAX);
        pace.ordered(at(2 * Pace.UNDER_WAY_MAX));
        assertThat(pace.isCrowded(0)).as("a window's worth is left").isTrue();
        pace.ordered(at(2 * Pace.UNDER_WAY_MAX + 1));
        assertThat(pace.isCrowded(0)).isFalse();
    }

    @Test
    void whatIsOrderedTwiceOrWasMadeBeforeAStartChangesNothing() {
        pace.ordered(at(0));
        make(1, Pace.UNDER_WAY_MAX);
        pace.ordered(at(0));
        assertThat(pace.isCrowded(0)).isTrue();
    }

    @Test
    void theFullerTheMachineTheFewer() {
        make(1, 1);
        pace.processors(Pace.FULL_FROM);
        assertThat(pace.isCrowded(0)).as("room enough").isFalse();
        pace.processors((Pace.FULL_FROM + Pace.FULL_AT) / 2);
        assertThat(pause()).isCloseTo(Pace.FULL_MILLIS / 2.0, within(0.5));
        pace.processors(Pace.FULL_AT);
        assertThat(pause()).isEqualTo(Pace.FULL_MILLIS);
        pace.processors((Pace.FULL_AT + Pace.SPENT_AT) / 2);
        assertThat(pause()).isCloseTo((Pace.FULL_MILLIS + Pace.SPENT_MILLIS) / 2.0, within(0.5));
        pace.processors(Pace.SPENT_AT);
        assertThat(pause()).isEqualTo(Pace.SPENT_MILLIS);
        pace.processors(1);
        assertThat(pause()).as("and no fewer").isEqualTo(Pace.SPENT_MILLIS);
        pace.processors(0);
        assertThat(pace.isCrowded(0)).isFalse();
    }

    @Test
    void aFullMachineDoesNotKeepTheFirstEventBack() {
        pace.processors(1);
        assertThat(pace.isCrowded(0)).isFalse();
    }

    /** How many milliseconds after the last event, which was made at 0, the next one may be. */
    private double pause() {
        for (long micros = 0; micros < 1_000_000; micros += 100) {
            if (!pace.isCrowded(TimeUnit.MICROSECONDS.toNanos(micros))) {
                return micros / 1_000.0;
            }
        }
        throw new AssertionError("none within a second");
    }

    @Test
    void forgetsAllWhenTheNodeTakesOverState() {
        make(1, Pace.UNDER_WAY_MAX);
        pace.clear();
        assertThat(pace.isCrowded(0)).isFalse();
    }

    private void make(int from, int to) {
        for (int number = from; number <= to; number++) {
            pace.made(at(number), 0);
        }
    }

    private static Instant at(int number) {
        return START.plusMillis(number);
    }
}
