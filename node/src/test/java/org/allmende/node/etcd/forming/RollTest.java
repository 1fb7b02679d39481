package org.allmende.node.etcd.forming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allmende.ledger.Limits;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollTest {
    @Test
    void theOrderAndTheSpellingOfThisMachineDoNotMatter() throws Refusal {
        Roll one = Roll.of("b=http://localhost:2,a=http://127.0.0.1:1/", "t");
        assertThat(one).isEqualTo(Roll.of(" a=http://127.0.0.1:1, b=http://127.0.0.1:2", "t"));
        assertThat(one.text()).isEqualTo("a=http://127.0.0.1:1,b=http://127.0.0.1:2");
        assertThat(one.token()).isNotEqualTo(Roll.of("a=http://127.0.0.1:1", "u").token());
    }

    @Test
    void aMemberMayHaveSeveralAddresses() throws Refusal {
        Roll roll = Roll.of("a=http://127.0.0.1:1,a=http://[::1]:2", "t");
        assertThat(roll.size()).isEqualTo(1);
        assertThat(roll.urls("a")).containsExactly(URI.create("http://127.0.0.1:1"), URI.create("http://[::1]:2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a=http://127.0.0.1:1,b=http://localhost:1  | has http://127.0.0.1:1 twice, for a and b
            http://127.0.0.1:1                         | names 'http://127.0.0.1:1'
            A=http://127.0.0.1:1                       | lower-case letters
            a=127.0.0.1:1                              | names '127.0.0.1:1'
            a=http://127.0.0.1                         | names 'http://127.0.0.1'
            a=http://127.0.0.1:65536                   | names 'http://127.0.0.1:65536'
            a=http://127.0.0.1:1/path                  | names 'http://127.0.0.1:1/path'
            a=http://127 0 0 1:1                       | names 'http://127 0 0 1:1'
            """)
    void whatCannotBeIsRefused(String list, String why) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Roll.of(list, "t"))
                .withMessageContaining(why);
    }

    @Test
    void thereAreAsManyMembersAsANetworkMayHave() throws Refusal {
        assertThat(Roll.of(list(Limits.NODES_MAX), "t").size()).isEqualTo(Limits.NODES_MAX);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Roll.of(list(Limits.NODES_MAX + 1), "t"))
                .withMessageContaining("names " + (Limits.NODES_MAX + 1) + " members");
    }

    private static String list(int members) {
        return IntStream.range(0, members)
                .mapToObj(i -> "m" + i + "=http://127.0.0.1:" + (2_000 + i))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://127.7.7.7:1"})
    void thisMachineAloneReachesIt(String url) {
        assertThat(Roll.isLoopback(URI.create(url))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://0.0.0.0:1", "http://192.0.2.1:1", "http://[::]:1", "http://name.invalid:1"})
    void othersMayReachIt(String url) {
        assertThat(Roll.isLoopback(URI.create(url))).isFalse();
    }
}
