package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What is in use is looked at rarely, and one look says little. */
class ProcessorsTest {
    private double now;
    private int looks;

    private final Processors processors = new Processors(() -> {
        looks++;
        return now;
    });

    @Test
    void comesCloserToWhatIsFoundWithEveryLook() {
        now = 1;
        double before = processors.used(0);
        assertThat(before).isBetween(0.0, 0.5);
        for (int look = 1; look <= 20; look++) {
            double used = processors.used(look * Processors.LOOK_NANOS);
            assertThat(used).isGreaterThan(before).isLessThanOrEqualTo(1);
            before = used;
        }
        assertThat(before).isCloseTo(1, within(0.01));
    }

    @Test
    void looksNoMoreOftenThanItHasTo() {
        processors.used(0);
        processors.used(Processors.LOOK_NANOS - 1);
        assertThat(looks).isEqualTo(1);
        processors.used(Processors.LOOK_NANOS);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void aSystemThatDoesNotTellIsNotFull() {
        now = -1;
        assertThat(processors.used(0)).isZero();
    }

    @Test
    void thisMachineTells() {
        assertThat(Processors.here().used(0)).isBetween(0.0, 1.0);
    }
}
