package org.allmende.ledger.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allmende.ledger.genesis.Governance.Share;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How members may decide, at the limits and one past them. */
class GovernanceTest {
    private static final long MAX = Governance.MILLIS_MAX;

    @ParameterizedTest
    @CsvSource({"1000, 1000, 1000, 500", "1000, 7776000000, 7776000000, 600000"})
    void theLimits(long delay, long voting, long silence, long notice) {
        assertThat(new Governance(delay, voting, silence, notice, Share.TWO_THIRDS).votingMillis()).isEqualTo(voting);
        assertThat(MAX).isEqualTo(7_776_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "999, 5000, 5000, 500",
        "5000, 4999, 5000, 500",
        "5000, 7776000001, 5000, 500",
        "7776000001, 7776000001, 5000, 500",
        "5000, 5000, 999, 500",
        "5000, 5000, 7776000001, 500",
        "5000, 5000, 5000, 499",
        "5000, 5000, 5000, 600001",
    })
    void pastTheLimits(long delay, long voting, long silence, long notice) {
        assertThatThrownBy(() -> new Governance(delay, voting, silence, notice, Share.TWO_THIRDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ms, not");
    }

    @Test
    void aShareIsFromTwoThirdsToLessThanAll() {
        assertThat(new Share(999, 1_000).isExceededBy(1_000, 1_000)).isTrue();
        assertThat(Share.TWO_THIRDS.isExceededBy(2, 3)).isFalse();
        assertThat(Share.TWO_THIRDS.isExceededBy(3, 3)).isTrue();
        for (int[] wrong : new int[][] {{1, 2}, {665, 998}, {1, 1}, {0, 0}, {-2, -3}, {1_000, 1_001}}) {
            assertThatThrownBy(() -> new Share(wrong[0], wrong[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
