package org.allmende.ledger.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

class OrderingTimesTest {
    private static final int SELF = 2;
    private static final long MILLI = 1_000_000;

    private final OrderingTimes times = new OrderingTimes();

    @Test
    void isFromBeingOfferedToComingInARoundOfThisNode() {
        times.offered(transaction(1), 0);
        times.offered(transaction(2), MILLI);
        times.ordered(round(SELF, 1, 2), SELF, 5 * MILLI);

        assertThat(times.latestMillis(5 * MILLI)).containsExactly(4, 5);
        assertThat(times.count()).isEqualTo(2);
    }

    @Test
    void whatOthersBroughtWasRefusedOrNeverOfferedIsNotTimed() {
        times.offered(transaction(1), 0);
        times.offered(transaction(2), 0);
        times.refused(transaction(2));
        times.ordered(round(SELF + 1, 1), SELF, MILLI);
        times.ordered(round(SELF, 2, 3), SELF, MILLI);

        assertThat(times.count()).isZero();
    }

    @Test
    void aShorterWhileThanAMinuteLeavesOutWhatIsOlder() {
        times.offered(transaction(1), 0);
        times.offered(transaction(2), 0);
        times.ordered(round(SELF, 1), SELF, 1 * MILLI);
        times.ordered(round(SELF, 2), SELF, 3 * MILLI);

        assertThat(times.latestMillis(4 * MILLI, 3 * MILLI)).containsExactly(1, 3);
        assertThat(times.latestMillis(4 * MILLI + 1, 3 * MILLI)).containsExactly(3);
        assertThat(times.latestMillis(60_001 * MILLI + 1, Long.MAX_VALUE)).as("a minute at most").containsExactly(3);
    }

    @Test
    void whatIsOfferedAgainCountsFromTheFirstTimeAndOnce() {
        times.offered(transaction(1), 0);
        times.offered(transaction(1), 2 * MILLI);
        times.ordered(round(SELF, 1, 1), SELF, 3 * MILLI);

        assertThat(times.latestMillis(3 * MILLI)).containsExactly(3);
    }

    @Test
    void remembersTheLatestAndForgetsWhatNeverComes() {
        for (int i = 0; i < OrderingTimes.UNDER_WAY_MAX; i++) {
            times.offered(transaction(-1 - i), 0);
        }
        for (int i = 0; i < OrderingTimes.REMEMBERED + 10; i++) {
            times.offered(transaction(i), 0);
            times.ordered(round(SELF, i), SELF, i * MILLI);
        }
        long now = (OrderingTimes.REMEMBERED + 9) * MILLI;

        assertThat(times.count()).isEqualTo(OrderingTimes.REMEMBERED + 10);
        assertThat(times.latestMillis(now))
                .hasSize(OrderingTimes.REMEMBERED)
                .startsWith(10)
                .endsWith(OrderingTimes.REMEMBERED + 9);
        assertThat(times.latestMillis(now + OrderingTimes.REMEMBERED_NANOS)).containsExactly(OrderingTimes.REMEMBERED + 9);
        assertThat(times.latestMillis(now + OrderingTimes.REMEMBERED_NANOS + 1)).isEmpty();
    }

    private static Round round(int node, int... transactions) {
        return new Round(0, 0, brought(node, transactions));
    }

    private static List<Round.Brought> brought(int node, int... transactions) {
        return IntStream.of(transactions)
                .mapToObj(number -> new Round.Brought(node, transaction(number)))
                .toList();
    }

    private static Bytes transaction(int number) {
        return Bytes.utf8("transaction " + number);
    }
}
