package org.allmende.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.allmende.drills.Verdict;
import org.junit.jupiter.api.Test;

/** What programs read of {@code bench ledger}: names of figures that are kept from version to version. */
class LedgerBenchTest {
    private static final Map<String, Double> SCORES = Map.ofEntries(
            Map.entry("apply_100_groups", 300_000.0),
            Map.entry("apply_1_groups", 100_000.0),
            Map.entry("verify", 10_000.0),
            Map.entry("corretto", 24_000.0),
            Map.entry("bouncyCastle", 11_000.0),
            Map.entry("jdk", 1_400.0),
            Map.entry("decode_1_groups", 5_000_000.0),
            Map.entry("decode_100_groups", 80_000.0),
            Map.entry("encode_1_groups", 4_000_000.0),
            Map.entry("encode_100_groups", 70_000.0));

    @Test
    void theFiguresKeepTheirNamesAndBars() {
        Verdict verdict = LedgerBench.judged(SCORES, true);
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.skipped()).isEmpty();
        assertThat(verdict.figures())
                .containsEntry("apply_ops_per_s", 300_000L)
                .containsEntry("apply_single_ops_per_s", 100_000L)
                .containsEntry("verify_per_s_per_core", 10_000L)
                .containsKeys("verify_by_corretto_per_s", "verify_by_bouncyCastle_per_s", "verify_by_jdk_per_s");

        Map<String, Double> slow = new HashMap<>(SCORES);
        slow.put("apply_100_groups", 299_999.0);
        slow.put("verify", 9_999.0);
        assertThat(LedgerBench.judged(slow, true).failures()).hasSize(2);
    }

    @Test
    void aLibraryThatIsNotAtHandIsSkippedAloud() {
        Verdict verdict = LedgerBench.judged(SCORES, false);
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.figures()).doesNotContainKey("verify_by_corretto_per_s");
        assertThat(verdict.skipped()).singleElement().asString().startsWith("verify_by_corretto_per_s: AWS-LC is not");
    }
}
