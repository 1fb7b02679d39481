package org.allmende.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.allmende.drills.ConsensusBench.Rates;
import org.allmende.drills.ConsensusFigures.Kind;
import org.allmende.drills.ConsensusFigures.Step;
import org.allmende.drills.NodeMeter.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs read of {@code bench consensus}, and when a rate counts. */
class ConsensusFiguresTest {
    private static final int SECONDS = 45;

    /** With the second after it in which receipts count. */
    private static final double COUNTED = SECONDS + OfferedLoad.LATE_SECONDS;

    private final ConsensusFigures figures = new ConsensusFigures();

    /** @param perSecond transactions offered, and of these the receipts in time */
    private static Step step(int perSecond, double inTimePerSecond, double medianMillis) {
        int offered = perSecond * SECONDS;
        double[] millis = new double[offered];
        Arrays.fill(millis, medianMillis);
        OfferedLoad.Run run = new OfferedLoad.Run(
                offered, offered, (int) Math.round(inTimePerSecond * SECONDS), COUNTED, COUNTED + 1, millis, List.of());
        return new Step(perSecond, run, 0.4, 1_200, Map.of(Work.ENGINE, 5.0), Map.of(Work.ENGINE, 8.0, Work.MAP, 1.0));
    }

    private Verdict judged() {
        figures.idle(0.10, 600);
        figures.steps(ConsensusFigures.SINGLE, List.of(step(2_600, 2_580, 250), step(3_000, 2_900, 260)));
        figures.steps(ConsensusFigures.BATCHED, List.of(step(210, 208, 300)));
        figures.loaded(1_300);
        figures.idleAfterLoad(0.05, 1_250);
        return figures.verdict();
    }

    @Test
    void theFiguresKeepTheirNamesAndBars() {
        Verdict verdict = judged();
        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.figures())
                .containsEntry("signed_tx_per_s", 2_523.91)
                .containsEntry("signed_tx_p50_ms", 250L)
                .containsEntry("batched_ops_per_s", 20_347.83)
                .containsEntry("batched_ops_p50_ms", 300L)
                .containsEntry("idle_cpu_cores_per_node", 0.1)
                .containsEntry("idle_rss_mb_per_node", 600L)
                .containsEntry("loaded_rss_mb_per_node", 1_300L)
                .containsEntry("idle_after_load_cpu_cores_per_node", 0.05)
                .containsEntry("idle_after_load_rss_mb_per_node", 1_250L);
    }

    @Test
    void whatIsAboveABarFails() {
        figures.idle(0.11, 601);
        figures.steps(ConsensusFigures.SINGLE, List.of(step(2_555, 2_555, 100)));
        figures.steps(ConsensusFigures.BATCHED, List.of(step(204, 204, 100)));
        assertThat(figures.verdict().failures())
                .containsExactly(
                        "idle_cpu_cores_per_node is 0.11, at most 0.1 was demanded",
                        "idle_rss_mb_per_node is 601, at most 600 was demanded",
                        "signed_tx_per_s is 2499.46, at least 2500 was demanded",
                        "batched_ops_per_s is 19956.52, at least 20000 was demanded");
    }

    @ParameterizedTest
    @CsvSource({"990, 250, true", "989, 250, false", "1000, 250.5, false"})
    void aRateIsSustainedWhenNearlyAllWasAppliedInTimeAndHalfWithinTheBar(double inTime, double median, boolean is) {
        assertThat(ConsensusFigures.SINGLE.isSustained(step(1_000, inTime, median))).isEqualTo(is);
    }

    @Test
    void everyStepTellsWhereTimeAndMemoryWentTheFailingOneToo() {
        Map<String, Number> told = judged().figures();
        for (Work work : Work.values()) {
            assertThat(told).containsKeys(
                    "signed_tx_per_s_at_3000_share_of_" + work.word(), "batched_ops_per_s_at_21000_share_of_" + work.word());
        }
        assertThat(told)
                .containsEntry("signed_tx_per_s_at_2600_share_of_engine", 0.75)
                .containsEntry("signed_tx_per_s_at_2600_share_of_map", 0.25)
                .containsEntry("signed_tx_per_s_at_2600_share_of_verification", 0L)
                .containsEntry("signed_tx_per_s_at_3000_rss_peak_mb_per_node", 1_200L);
        assertThat(told.keySet().stream().filter(name -> name.contains("share_of")).count())
                .as("no others")
                .isEqualTo(3L * Work.values().length);
    }

    @Test
    void theRoundsOfTheLedgerAreNotTheEngines() {
        Map<Work, Double> split =
                NodeMeter.split(Map.of(Work.ENGINE, 10.0, Work.OTHER, 1.0, Work.VERIFICATION, 3.0), 4, 0.5);
        assertThat(split)
                .containsEntry(Work.APPLY, 4.0)
                .containsEntry(Work.ENGINE, 6.0)
                .containsEntry(Work.OTHER, 1.5)
                .containsEntry(Work.MAP, 0.0);
        assertThat(split.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(14.5, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "verifier, VERIFICATION",
        "VirtualMapHash, MAP",
        "<virtual-map: f, MAP",
        "<platform: hand, ENGINE",
        "allmende-tick, ENGINE",
        "C2 CompilerThre, COMPILER",
        "VM Thread, COLLECTOR",
        "ForkJoinPool-1-, GATEWAY",
        "pool-2-thread-1, OTHER",
        "ForkJoinPool-2-, OTHER"
    })
    void threadsAreKnownByTheirNames(String thread, Work work) {
        assertThat(Work.ofThread(thread)).isEqualTo(work);
    }

    @ParameterizedTest
    @EnumSource
    void theWordOfAWorkFitsIntoAName(Work work) {
        assertThat(work.word()).matches("[a-z]+");
    }

    @Test
    void aMetricIsReadByItsNameAndLabels() {
        String text = "# HELP a_total Of a\na_total 2.5\na_total_more 7\nb{quantile=\"0.5\"} NaN\n";
        assertThat(NodeMetrics.value(text, "a_total")).hasValue(2.5);
        assertThat(NodeMetrics.value(text, "b{quantile=\"0.5\"}")).hasValue(Double.NaN);
        assertThat(NodeMetrics.value(text, "b")).isEmpty();
    }

    @Test
    void standardRatesGoAboveTheBarsByMoreThanWhatMayBeMissing() {
        assertThat(reaches(Rates.STANDARD.single(), ConsensusFigures.SINGLE)).isTrue();
        assertThat(reaches(Rates.STANDARD.batched(), ConsensusFigures.BATCHED)).isTrue();
    }

    /** Whether one rate is above the bar, and by less than a tenth. */
    private static boolean reaches(List<Integer> rates, Kind kind) {
        return rates.stream()
                .mapToDouble(rate -> rate * kind.groups() * ConsensusFigures.APPLIED_SHARE_MIN * SECONDS / COUNTED)
                .anyMatch(rate -> rate >= kind.perSecondMin() && rate < 1.1 * kind.perSecondMin());
    }

    @ParameterizedTest
    @CsvSource({"100 100", "200 100", "0 1", "1 100001"})
    void ratesRiseAndHaveLimits(String rates) {
        List<Integer> given = Arrays.stream(rates.split(" ")).map(Integer::valueOf).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> new Rates(given, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rates(List.of(), given));
        assertThat(new Rates(List.of(1, 100_000), List.of()).batched()).isEmpty();
    }
}
