package org.allmende.node.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdFlagsTest {
    @ParameterizedTest
    @ValueSource(strings = {"--name a", "-name a", "--name=a", "-name=a", "--name b --name a"})
    void aFlagIsWrittenAsInGo(String line) throws Refusal {
        assertThat(parse(line).value("name")).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"--client-cert-auth,true", "--client-cert-auth=false,false", "--client-cert-auth=1,true", "--name x,false"})
    void aSwitchNeedsNoValue(String line, boolean on) throws Refusal {
        assertThat(parse(line).isOn("client-cert-auth")).isEqualTo(on);
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheStandard() throws Refusal {
        Map<String, String> environment = Map.of("ETCD_NAME", "variable", "ETCD_DATA_DIR", "there");
        EtcdFlags flags = EtcdFlags.parse(List.of("--name", "flag"), environment);
        assertThat(flags.value("name")).isEqualTo("flag");
        assertThat(flags.value("data-dir")).isEqualTo("there");
        assertThat(flags.value("listen-client-urls")).isEqualTo("http://localhost:2379");
    }

    @Test
    void whatTunesRaftIsTakenAndNamed() throws Refusal {
        assertThat(parse("--snapshot-count 5000 --pre-vote --name a").withoutEffect())
                .containsExactlyInAnyOrder("--snapshot-count", "--pre-vote");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nam a                | flag provided but not defined: -nam       | --name
            --name                 | flag needs an argument: --name            | give it one
            start                  | is not a flag                             | --flag value
            --client-crl-file c    | --client-crl-file c asks for              | leave it out
            --auto-tls             | --auto-tls true asks for                  | give false
            """)
    void whatCannotBeIsRefusedWithAdvice(String line, String message, String advice) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> parse(line))
                .withMessageContaining(message)
                .satisfies(refusal -> assertThat(refusal.advice()).contains(advice));
    }

    @Test
    void whatIsNotHereMayBeGivenAsItIsAnyway() throws Refusal {
        assertThat(parse("--auto-tls=false --max-txn-ops=128").withoutEffect()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--name a,2147483648",
        "--quota-backend-bytes 0,2147483648",
        "--quota-backend-bytes 1,1",
        "--quota-backend-bytes=-1,0"
    })
    void theQuotaIsEtcdsUnlessSaid(String line, long bytes) throws Refusal {
        assertThat(EtcdOptions.quota(parse(line))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --auto-compaction-retention 10x                                | or a time as 10m
            --auto-compaction-mode revision --auto-compaction-retention 1h | is a number of revisions
            --auto-compaction-mode sometimes                               | --auto-compaction-mode is
            """)
    void aRetentionThatIsNoneIsRefused(String line, String message) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> EtcdOptions.of(parse(line)))
                .withMessageContaining(message);
    }

    @Test
    void aQuotaThatIsNoNumberIsRefused() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> EtcdOptions.quota(parse("--quota-backend-bytes 2GiB")))
                .withMessageContaining("--quota-backend-bytes is a whole number");
    }

    private static EtcdFlags parse(String line) throws Refusal {
        return EtcdFlags.parse(Arrays.asList(line.split(" ")), Map.of());
    }
}
