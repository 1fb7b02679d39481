package org.allmende.gateway.etcd.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0", "1 1, 0", "1 1 1, 0", "1 1 1 1, 1", "1 1 1 1 1 1, 1", "1 1 1 1 1 1 1, 2", "1 1 1 1 1 1 1 1 1 1, 3",
        "3 1 1 1 1, 0", "2 2 2 2 1, 1", "1 1 1 0, 0"
    })
    void theHeaviestMayBeGone(String weights, int lost) {
        assertThat(Loss.survived(members(weights))).isEqualTo(lost);
    }

    @Test
    void whoSurvivesNoneIsWarned() {
        assertThat(Loss.warning(members("1"))).hasValueSatisfying(text -> assertThat(text)
                .startsWith("one member survives no loss"));
        assertThat(Loss.warning(members("1 1 1"))).hasValueSatisfying(text -> assertThat(text)
                .startsWith("3 members survive no loss"));
        assertThat(Loss.warning(members("1 1 1 1"))).isEmpty();
        assertThat(Loss.warning(List.of())).isEmpty();
    }

    private static List<NodeCard> members(String weights) {
        return Arrays.stream(weights.split(" ")).map(Long::parseLong).map(LossTest::member).toList();
    }

    private static NodeCard member(long weight) {
        Bytes key = Bytes.wrap(new byte[32]);
        return new NodeCard("a", "o", "p", "r", "DE", weight, Bytes.EMPTY, key, key, "127.0.0.1", 1, "http://127.0.0.1:1");
    }
}
