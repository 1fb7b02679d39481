package org.allmende.ledger.genesis;

import static org.allmende.ledger.genesis.Parameters.GAP_MILLIS_MAX;
import static org.allmende.ledger.genesis.Parameters.HEARTBEAT_MILLIS_MAX;
import static org.allmende.ledger.genesis.Parameters.RECEIPT_MILLIS_MAX;
import static org.allmende.ledger.genesis.Parameters.ROUND_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What members may agree on, at both ends and one past them. */
class ParametersTest {
    @Test
    void theLeastAndTheMost() {
        assertThat(new Parameters(100, 100, 0, 1).withRounds(1, 1).roundBytesMax()).isEqualTo(1);
        assertThat(new Parameters(HEARTBEAT_MILLIS_MAX, GAP_MILLIS_MAX, RECEIPT_MILLIS_MAX, Integer.MAX_VALUE)
                        .withRounds(ROUND_MAX, ROUND_MAX)
                        .roundOperationsMax())
                .isEqualTo(1L << 40);
    }

    @Test
    void theHeartbeat() {
        assertRefused("the heartbeat is 100 to 3600000 ms, not 99", () -> parameters(99, 100, 0, 1));
        assertRefused("the heartbeat is ", () -> parameters(HEARTBEAT_MILLIS_MAX + 1, 100, 0, 1));
        assertRefused("the heartbeat is ", () -> parameters(Long.MAX_VALUE, 100, 0, 1));
    }

    @Test
    void theGap() {
        assertRefused("the delay that is a gap is 100 to 3600000 ms, not 99", () -> parameters(100, 99, 0, 1));
        assertRefused("the delay that is a gap is ", () -> parameters(100, GAP_MILLIS_MAX + 1, 0, 1));
    }

    /** Kept for so long that the sum overflows, a receipt would be forgotten in the next round (INV-002). */
    @Test
    void receipts() {
        assertRefused("receipts are kept for 0 to 2592000000 ms, not -1", () -> parameters(100, 100, -1, 1));
        assertRefused("receipts are kept for ", () -> parameters(100, 100, RECEIPT_MILLIS_MAX + 1, 1));
        assertRefused("receipts are kept for ", () -> parameters(100, 100, Long.MAX_VALUE, 1));
    }

    @Test
    void whatIsRemembered() {
        assertRefused("at least 1 transaction is remembered, not 0", () -> parameters(100, 100, 0, 0));
    }

    @Test
    void whatARoundHolds() {
        for (long wrong : new long[] {0, ROUND_MAX + 1}) {
            assertRefused("a round holds 1 to 1099511627776 ", () -> Parameters.DEFAULT.withRounds(wrong, 1));
            assertRefused("a round holds 1 to 1099511627776 ", () -> Parameters.DEFAULT.withRounds(1, wrong));
        }
    }

    private static void parameters(long heartbeatMillis, long gapMillis, long receiptMillis, int rememberedMax) {
        var _ = new Parameters(heartbeatMillis, gapMillis, receiptMillis, rememberedMax);
    }

    private static void assertRefused(String why, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(why);
    }
}
