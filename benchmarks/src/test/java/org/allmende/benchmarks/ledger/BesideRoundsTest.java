package org.allmende.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allmende.drills.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both benchmarks as small as they can be: what they tell, not how fast it is. */
class BesideRoundsTest {
    private final List<String> progress = new ArrayList<>();

    @Test
    void aScanTellsItsRoundsAndWhatWasApplied() throws Exception {
        Verdict verdict = ScanBench.run(new ScanBench.Size(2_000, 1, 3), progress::add);

        assertThat(verdict.figures())
                .containsOnlyKeys(
                        "keys",
                        "scans",
                        "keys_scanned_per_s",
                        "puts_applied_per_s",
                        "pairs",
                        "rounds_of_each",
                        "round_alone_p50_ms",
                        "round_alone_p99_ms",
                        "round_alone_worst_ms",
                        "round_beside_scan_p50_ms",
                        "round_beside_scan_p99_ms",
                        "round_beside_scan_worst_ms",
                        "delay_p50_ms",
                        "delay_p99_ms",
                        "delay_worst_pair_ms",
                        "delay_ms")
                .containsEntry("keys", 2_000)
                .containsEntry("rounds_of_each", 3);
        assertThat(verdict.failures()).as("every put was applied").noneMatch(failure -> failure.contains("puts"));
        assertThat(verdict.figures().getOrDefault("keys_scanned_per_s", 0).doubleValue()).isPositive();
        assertThat(progress).contains("applying alone, 1 of 1", "applying beside scans, 1 of 1");
    }

    @Test
    void aCheckpointTellsTheSameOfItsRoundsAndLeavesItsFolderEmpty(@TempDir Path folder) throws Exception {
        Verdict verdict = CheckpointBench.run(new CheckpointBench.Size(1_000, 1, 3), folder, progress::add);

        assertThat(verdict.figures())
                .containsKeys(
                        "rows",
                        "checkpoints_written",
                        "apply_beside_to_alone_ratio",
                        "round_alone_worst_ms",
                        "round_beside_checkpoint_worst_ms",
                        "delay_worst_pair_ms",
                        "delay_ms");
        assertThat(folder).as("not its own to delete").isEmptyDirectory();
    }

    @Test
    void aCheckpointTouchesNoFolderThatHoldsSomething(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine"), "x");
        assertThatIOException()
                .isThrownBy(() -> CheckpointBench.run(new CheckpointBench.Size(1_000, 1, 1), folder, progress::add))
                .withMessageContaining("is not empty");
        assertThat(file).hasContent("x");
    }
}
