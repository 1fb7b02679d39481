package org.allmende.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
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
