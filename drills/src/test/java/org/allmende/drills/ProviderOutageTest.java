package org.allmende.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProviderOutageTest {
    @Test
    void ofFourNodesOneIsLostAndEveryOneInItsTurn() {
        List<Rehearsed.Member> four = members(4);
        Set<String> all = new LinkedHashSet<>();
        for (int kill = 0; kill < ProviderOutage.KILLS; kill++) {
            Set<String> victims = ProviderOutage.victims(four, kill);
            assertThat(victims).hasSize(1);
            all.addAll(victims);
        }
        assertThat(all).hasSize(4);
    }

    @Test
    void ofSevenNodesTwoAreLostAtOnce() {
        assertThat(ProviderOutage.victims(members(7), 0)).containsExactly("p0", "p1");
        assertThat(ProviderOutage.victims(members(7), 3)).containsExactly("p6", "p0");
    }

    @Test
    void aBarThatIsNotMetFailsTheDrillAndSaysWhich() {
        Figures figures = new Figures();
        figures.atMost(1_000, "longest_gap_ms", 1_000.01);
        figures.atMost(0, "acknowledged_writes_lost", 0);
        figures.demand(true, "never said");

        assertThat(figures.verdict("drill").passed()).isFalse();
        assertThat(figures.verdict("drill").failures())
                .containsExactly("longest_gap_ms is 1000.01, at most 1000 was demanded");
        assertThat(figures.verdict("drill").figures())
                .containsEntry("acknowledged_writes_lost", 0);
    }

    private static List<Rehearsed.Member> members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Rehearsed.Member("n" + i, "p" + i, "ORDERING", 1, "", URI.create("http://127.0.0.1:1")))
                .toList();
    }
}
