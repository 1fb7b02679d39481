package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one watcher of all keys from a to c is told of this history, and what is said of it. */
class WatchCheckerTest {
    private static final String A5 = "put a 1 modified 5 created 5 version 1 ";
    private static final String B5 = "put b 1 modified 5 created 5 version 1 ";
    private static final String A6 = "put a 2 modified 6 created 5 version 2 ";
    private static final String B7 = "delete b modified 7 ";
    private static final String A8 = "put a 3 modified 8 created 5 version 3 ";
    private static final String Z9 = "put z 1 modified 9 created 9 version 1 ";
    private static final String HISTORY =
            String.join("\n", "compacted 0", "change " + A5, "change " + B5, "change " + A6, "change " + B7)
                    + "\nchange " + A8 + "\nchange " + Z9 + "\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Kept.
                "from 5 range a c | | ",
                "from 5 range a c | response 5 A5 B5 / response 6 A6 / response 7 B7 / response 8 A8 | ",
                "from 5 range a c | response 9 A5 B5 A6 B7 A8 / progress 9 | ",
                "from 6 range a c | response 6 A6 / progress 6 / response 9 B7 A8 | ",
                "from 7 range a c | progress 6 / response 8 B7 A8 | ",
                "from 5 range a c | fragment 5 A5 / response 5 B5 / response 6 A6 | ",
                "from 5 range a '' | response 8 A5 A6 A8 | ",
                "from 5 range b \"\\u0000\" | response 9 B5 B7 Z9 | ",
                "from 5 range a c without delete | response 8 A5 B5 A6 A8 / progress 9 | ",
                "from 5 range a c without put | response 8 B7 / progress 9 | ",
                "from 5 range a c | response 5 A5 B5 / reconnected 6 / response 9 A6 B7 A8 | ",
                "from 6 range a c | response 7 A6 B7 / progress 7 / reconnected 8 / response 9 A8 | ",
                // Another node may be behind, and fragments that were not finished are told anew.
                "from 5 range a c | response 9 A5 B5 / reconnected 6 / response 6 A6 | ",
                "from 5 range a c | fragment 5 A5 / reconnected 5 / response 5 A5 B5 | ",
                // Whoever asks again for what it has, is told it again.
                "from 5 range a c | response 6 A5 B5 A6 / reconnected 6 / response 6 A6 / response 7 B7 | ",
                // Pairs before, or none to tell.
                "from 5 range a c previous | response 5 A5 B5 | ",
                "from 5 range a c | response 6 A5 B5 A6 after 1 modified 5 created 5 version 1 | ",
                "from 6 range a c previous | response 7 A6 after 1 modified 5 created 5 version 1 B7"
                        + " after 1 modified 5 created 5 version 1 | ",
                // Revisions that go back.
                "from 5 range a c | response 9 A5 B5 / response 9 B7 A6 / response 9 A8 | ORDERED",
                "from 5 range a c | response 9 A5 B5 / response 9 B7 / response 9 A6 | ORDERED",
                "from 5 range a c | response 9 A5 B5 / response 8 A6 | ORDERED",
                "from 5 range a c | response 5 A5 B5 A6 | ORDERED",
                // Twice.
                "from 5 range a c | response 9 A5 B5 / response 9 A6 / response 9 A6 | UNIQUE",
                "from 5 range a c | response 9 A5 B5 A5 | UNIQUE",
                "from 5 range a c | response 9 A5 B5 / reconnected 6 / response 9 B5 A6 | UNIQUE RESUMABLE ATOMIC",
                "from 5 range a c | response 9 A5 B5 / reconnected 6 / response 9 A5 B5 A6 | UNIQUE RESUMABLE",
                // Torn.
                "from 5 range a c | response 9 A5 / response 9 B5 | ATOMIC",
                "from 5 range a c | fragment 5 A5 / response 5 / response 5 B5 | ATOMIC",
                "from 5 range a c | response 9 A5 | ATOMIC RELIABLE",
                // Missing.
                "from 5 range a c | response 9 A5 B5 / response 9 B7 | RELIABLE",
                "from 5 range a c | response 9 A6 | RELIABLE",
                "from 5 range a c | response 9 A5 B5 A6 / progress 9 | RELIABLE BOOKMARKABLE",
                "from 5 range a c | response 5 A5 B5 / progress 7 / reconnected 8 / response 9 A8"
                        + " | RELIABLE BOOKMARKABLE",
                "from 5 range a c | response 9 A5 B5 / reconnected 6 / response 9 B7 | RELIABLE RESUMABLE",
                "from 5 range a c | response 9 A5 B5 / reconnected 7 / response 9 B7 | RESUMABLE",
                // After a notification that all was told.
                "from 5 range a c | progress 5 / response 9 A5 B5 | BOOKMARKABLE",
                "from 5 range a c | response 5 A5 B5 / progress 7 / response 9 A6 B7 | BOOKMARKABLE",
                "from 5 range a c | response 6 A5 B5 A6 / progress 6 / response 6 A6 | BOOKMARKABLE UNIQUE",
                "from 5 range a c | response 5 A5 B5 / progress 5 / progress 6 | RELIABLE BOOKMARKABLE",
                // What did not happen, or not so.
                "from 5 range a c | response 9 A5 B5 put a 2 modified 6 created 6 version 1 | TRUE",
                "from 5 range a c | response 9 A5 B5 put a 9 modified 6 created 5 version 2 | TRUE",
                "from 5 range a c | response 9 A5 B5 delete a modified 6 | TRUE",
                "from 5 range a c | response 9 A5 B5 A6 B7 A8 / response 11 delete a modified 11 | TRUE",
                // What nobody asked for.
                "from 5 range a c | response 9 A5 B5 A6 B7 A8 Z9 | ASKED",
                "from 5 range a c without delete | response 9 A5 B5 A6 B7 A8 | ASKED",
                "from 6 range a c | response 9 A5 B5 A6 | ASKED",
                // Another pair before, none, or one where there was nothing.
                "from 6 range a c previous | response 9 A6 after 0 modified 5 created 5 version 1 | PREVIOUS",
                "from 6 range a c previous | response 9 A6 | PREVIOUS",
                "from 5 range a c | response 9 A5 after 0 modified 4 created 4 version 1 B5 | PREVIOUS",
            })
    void judges(String asked, String received, String expected) {
        WatchReport report = check(HISTORY, asked.replace("''", "\"\""), received == null ? "" : received);
        assertThat(broken(report)).as(report.text()).isEqualTo(guarantees(expected == null ? "" : expected));
    }

    /** A pair from before the compaction need not be told, and nobody need resume where nothing is left. */
    @Test
    void whatWasCompactedNeedNotBeTold() {
        String history = HISTORY.replace("compacted 0", "compacted 7");
        assertThat(broken(check(history, "from 6 range a c previous", "response 9 A6"))).isEmpty();
        assertThat(broken(check(history, "from 8 range a c previous", "response 9 A8")))
                .containsExactly(WatchGuarantee.PREVIOUS);
        assertThat(broken(check(history, "from 5 range a c", "response 9 A5 B5 / reconnected 8 / response 9 A8")))
                .isEmpty();
    }

    /** Of a chronicle that begins late, nobody knows what was before. */
    @Test
    void whatIsBeforeTheChronicleIsNotJudged() {
        String history = "compacted 0\nchange " + A6 + "\nchange " + A8 + "\n";
        assertThat(broken(check(history, "from 6 range a c previous", "response 9 A6"))).isEmpty();
        assertThat(broken(check(history, "from 8 range a c previous", "response 9 A8")))
                .containsExactly(WatchGuarantee.PREVIOUS);
    }

    @Test
    void whatWasJudgedIsCountedAndToldInAFewLines() {
        WatchReport report = check(
                HISTORY, "from 5 range a c", "response 5 A5 B5 / progress 5 / reconnected 6 / response 9 B7");

        assertThat(report.text())
                .isEqualTo(
                        """
                        WATCHES BROKE THEIR PROMISES: 3 events, 1 progress notifications, 1 resumptions
                          RELIABLE broken to watcher w at its message 4: put a 2 modified 6 created 5 version 2 \
                        was never told, and what came after it was, up to 7
                          RESUMABLE broken to watcher w at its message 4: put a 2 modified 6 created 5 version 2 \
                        was lost when it went on from revision 6
                        """);
        assertThat(check(HISTORY, "from 5 range a c", "").text())
                .isEqualTo("WATCHES KEPT THEIR PROMISES: 0 events, 0 progress notifications, 0 resumptions\n");
    }

    @Test
    void aWatchIsReadBackAsItWasWritten() {
        String text = WatchText.TITLE + "\n" + HISTORY.replace(" \n", "\n")
                + "watch \"the first\" from 5 range a \"\\u0000\" without put without delete previous\n"
                + "fragment 5 put a 1 modified 5 created 5 version 1\n"
                + "response 5 delete b modified 5 after \"\" modified 3 created 3 version 1 delete c modified 5\n"
                + "progress 7\n"
                + "reconnected 8\n"
                + "watch w2 from 1 range \"\" \"\"\n";
        assertThat(WatchText.text(WatchText.read(text))).isEqualTo(text);
        assertThatThrownBy(() -> WatchText.read(WatchText.TITLE + "\nprogress 7\n"))
                .hasMessageContaining("line 2: expected compacted, change or a watch before what it was told");
        assertThatThrownBy(() -> WatchText.read(text + "retired 7\n"))
                .hasMessageContaining("expected response, fragment, progress, reconnected or watch")
                .hasMessageContaining("found 'retired'");
        assertThatThrownBy(() -> WatchText.read(text + "watch w from 0 range a b\n"))
                .hasMessageContaining("give the revision of the answer to its creation, plus one");
    }

    private static WatchReport check(String history, String asked, String received) {
        String told = received.replace(" / ", "\n")
                .replace("A5", A5)
                .replace("B5", B5)
                .replace("A6", A6)
                .replace("B7", B7)
                .replace("A8", A8)
                .replace("Z9", Z9);
        WatchText.Recorded recorded =
                WatchText.read(WatchText.TITLE + "\n" + history + "watch w " + asked + "\n" + told + "\n");
        return WatchChecker.check(recorded.chronicle(), recorded.watches());
    }

    private static Set<WatchGuarantee> broken(WatchReport report) {
        return report.breaches().stream().map(WatchBreach::guarantee).collect(Collectors.toSet());
    }

    private static Set<WatchGuarantee> guarantees(String names) {
        return names.isEmpty()
                ? Set.of()
                : Arrays.stream(names.split(" "))
                        .map(WatchGuarantee::valueOf)
                        .collect(Collectors.toSet());
    }
}
