package org.allmende.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What programs read of a drill: names of fields and figures that are kept from version to version. */
class VerdictFileTest {
    @Test
    void aVerdictIsOneObjectWithItsFiguresAsNumbers() {
        Figures figures = new Figures();
        figures.note("level_again_s", 12.5);
        figures.atMost(0, "acknowledged_writes_lost", 2);
        JsonNode json = JsonMapper.shared()
                .readTree(VerdictFile.json(figures.verdict("provider-outage"), "2 cores", "0123456789abcdef"));

        assertThat(json.propertyNames())
                .containsExactly("name", "passed", "figures", "failures", "skipped", "machine", "commit");
        assertThat(json.path("name").asString()).isEqualTo("provider-outage");
        assertThat(json.path("passed").asBoolean()).isFalse();
        assertThat(json.path("figures").path("level_again_s").asDouble()).isEqualTo(12.5);
        assertThat(json.path("figures")).allMatch(JsonNode::isNumber);
        assertThat(json.path("failures").get(0).asString())
                .isEqualTo("acknowledged_writes_lost is 2, at most 0 was demanded");
        assertThat(json.path("commit").asString()).isEqualTo("0123456789abcdef");
    }

    @Test
    void severalDrillsAreOneObject() {
        Figures figures = new Figures();
        figures.atMost(0, "acknowledged_writes_lost", 0);
        JsonNode json = JsonMapper.shared()
                .readTree(VerdictFile.text(
                        List.of(
                                Ended.judged(figures.verdict("all-down"), 9),
                                Ended.skipped("patroni", "no program 'patroni': apt install patroni", 0),
                                Ended.broken("slow-node", "it could not be carried out: no such process", 3)),
                        OptionalDouble.of(0.5)));

        assertThat(json.propertyNames()).containsExactly("drills", "machine", "commit", "load_before");
        assertThat(json.at("/drills/0/passed").asBoolean()).isTrue();
        assertThat(json.at("/drills/0/figures/acknowledged_writes_lost").asInt(-1)).isZero();
        assertThat(json.at("/drills/1").propertyNames()).containsExactly("name", "skipped");
        assertThat(json.at("/drills/1/skipped/0").asString()).contains("apt install");
        assertThat(json.at("/drills/2").propertyNames()).containsExactly("name", "passed", "failures");
        assertThat(json.at("/drills/2/passed").asBoolean(true)).isFalse();
    }

    @Test
    void whatCouldNotRunHasNeitherPassedNorFailed() {
        Figures bad = new Figures();
        bad.atMost(0, "acknowledged_writes_lost", 1);
        assertThat(Ended.skipped("a", "why", 0)).satisfies(ended -> {
            assertThat(ended.hasFailed()).isFalse();
            assertThat(ended.word()).isEqualTo("skipped");
        });
        assertThat(Ended.judged(bad.verdict("b"), 0).hasFailed()).isTrue();
        assertThat(Ended.judged(bad.verdict("b"), 0).figure("acknowledged_writes_lost")).isEqualTo("1");
        assertThat(Ended.judged(bad.verdict("b"), 0).figure("level_again_s")).isEqualTo("-");
        assertThat(Ended.broken("c", "why", 0).word()).isEqualTo("FAILED");
        assertThatThrownBy(() -> Ended.skipped("d", "", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFiguresOfAnOutageKeepTheirNamesAndBars() {
        Acknowledgements none = new Acknowledgements();
        Figures good = new Figures();
        ProviderOutage.judge(good, none, Set.of(), Set.of(), List.of(900.0, 950.0, 4_000.0), List.of(10.0), Set.of("a"));
        assertThat(good.verdict("drill").figures())
                .containsKeys(
                        "acknowledged_writes_lost",
                        "writes_at_another_position",
                        "longest_gap_ms",
                        "longest_gap_worst_ms",
                        "level_again_s");
        assertThat(good.verdict("drill").passed()).as("the bar is for the median").isTrue();

        Figures bad = new Figures();
        Set<String> states = new LinkedHashSet<>(List.of("a", "b"));
        ProviderOutage.judge(bad, none, Set.of("k"), Set.of("l"), List.of(1_001.0), List.of(10.0), states);
        assertThat(bad.verdict("drill").failures()).hasSize(4);
    }
}
