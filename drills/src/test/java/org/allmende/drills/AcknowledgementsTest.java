package org.allmende.drills;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private static final long MS = 1_000_000;

    private final Acknowledgements acknowledged = new Acknowledgements();

    @Test
    void theLongestGapIsBetweenAnyTwoAcknowledgementsWhoeverGotThem() {
        at(100, 150, 900, 950);

        assertThat(acknowledged.longestGapMillis(100 * MS, 950 * MS)).isEqualTo(750);
    }

    @Test
    void theEndsOfTheSpanCountAsAcknowledgements() {
        at(400, 450);

        assertThat(acknowledged.longestGapMillis(0, 450 * MS)).isEqualTo(400);
        assertThat(acknowledged.longestGapMillis(400 * MS, 1_000 * MS)).isEqualTo(550);
        assertThat(acknowledged.longestGapMillis(500 * MS, 900 * MS)).isEqualTo(400);
    }

    @Test
    void acknowledgementsNotedOutOfOrderAreSorted() {
        at(900, 100, 500);

        assertThat(acknowledged.longestGapMillis(100 * MS, 900 * MS)).isEqualTo(400);
    }

    @Test
    void quantilesAreNearestRanks() {
        double[] values = {5, 1, 4, 2, 3};

        assertThat(Acknowledgements.quantile(0.5, values)).isEqualTo(3);
        assertThat(Acknowledgements.quantile(0.99, values)).isEqualTo(5);
        assertThat(Acknowledgements.quantile(0, values)).isEqualTo(1);
        assertThat(Acknowledgements.quantile(0.5, new double[0])).isZero();
    }

    private void at(long... millis) {
        for (long at : millis) {
            acknowledged.add(new Acknowledgements.Write("key", "value", "", 1, 0, 2, (at - 10) * MS, at * MS));
        }
    }
}
