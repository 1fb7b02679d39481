package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.NETWORK;
import static org.allmende.consensus.solo.SoloFixture.contents;
import static org.allmende.consensus.solo.SoloFixture.file;
import static org.allmende.consensus.solo.SoloFixture.fill;
import static org.allmende.consensus.solo.SoloFixture.flipped;
import static org.allmende.consensus.solo.SoloFixture.recovered;
import static org.allmende.consensus.solo.SoloFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is four steps (rows, their name, a new log, the old one removed); a crash may come between any two. */
class CheckpointTest {
    private static final String ROWS = "rows-00000000000000000002.rows";
    private static final String OLD_LOG = "rounds-00000000000000000001.log";
    private static final String NEW_LOG = "rounds-00000000000000000003.log";

    @TempDir
    Path dir;

    private Bytes oldLog = Bytes.EMPTY;
    private Bytes rows = Bytes.EMPTY;
    private Bytes newLog = Bytes.EMPTY;

    /** Two rounds in the log, then a checkpoint; what is there before and after. */
    @BeforeEach
    void aCheckpointAfterTwoRounds() throws IOException {
        SoloSettings settings = SoloSettings.in(dir.resolve("origin"), NETWORK);
        write(settings, "first", "second");
        oldLog = file(contents(settings.dir()), OLD_LOG);
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloStore store = SoloStore.open(settings, Disk.REAL)) {
            store.recover(machine::restore, frame -> machine.apply(frame.round()));
            store.checkpoint(machine);
        }
        assertThat(contents(settings.dir())).containsOnlyKeys(ROWS, NEW_LOG);
        rows = file(contents(settings.dir()), ROWS);
        newLog = file(contents(settings.dir()), NEW_LOG);
    }

    @Test
    void aStartFromACheckpointReplaysNothingBeforeIt() throws IOException {
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(SoloSettings.in(dir.resolve("origin"), NETWORK))) {
            engine.start(machine);
            assertThat(machine.rounds).isEmpty();
            assertThat(machine.applied()).containsExactly(Map.entry("first", 1L), Map.entry("second", 2L));
        }
    }

    @Test
    void crashedWhileTheRowsWereWritten() throws IOException {
        for (int written : List.of(0, 1, rows.length() / 2, rows.length())) {
            SoloSettings settings = with(
                    "rows " + written, Map.of(OLD_LOG, oldLog, ROWS + ".unfinished", rows.slice(0, written)));
            assertGoesOn(settings);
            assertThat(contents(settings.dir())).doesNotContainKey(ROWS + ".unfinished");
        }
    }

    @Test
    void crashedBeforeTheNewLog() throws IOException {
        SoloSettings settings = with("no new log", Map.of(OLD_LOG, oldLog, ROWS, rows));
        assertThat(recovered(settings)).containsOnlyKeys("first", "second");
        assertThat(contents(settings.dir())).as("completed").containsOnlyKeys(ROWS, NEW_LOG);
        assertGoesOn(settings);
    }

    @Test
    void crashedWhileTheNewLogWasMade() throws IOException {
        SoloSettings settings =
                with("half a log", Map.of(OLD_LOG, oldLog, ROWS, rows, NEW_LOG + ".unfinished", newLog.slice(0, 30)));
        assertGoesOn(settings);
        assertThat(contents(settings.dir())).containsOnlyKeys(ROWS, NEW_LOG);
    }

    @Test
    void crashedBeforeTheOldLogWasRemoved() throws IOException {
        SoloSettings settings = with("old log", Map.of(OLD_LOG, oldLog, ROWS, rows, NEW_LOG, newLog));
        assertGoesOn(settings);
        assertThat(contents(settings.dir())).containsOnlyKeys(ROWS, NEW_LOG);
    }

    @Test
    void aDamagedCheckpointDoesNoHarmWhileTheLogBeforeItIsThere() throws IOException {
        Bytes damaged = flipped(rows, rows.length() / 2);
        SoloSettings settings = with("damaged rows", Map.of(OLD_LOG, oldLog, ROWS, damaged, NEW_LOG, newLog));
        assertThat(recovered(settings)).containsOnlyKeys("first", "second");
        assertGoesOn(settings);
    }

    @Test
    void aDamagedCheckpointSaysHowFarTheLogMustReach() {
        Bytes damaged = flipped(rows, rows.length() / 2);
        Bytes shortLog = oldLog.slice(0, oldLog.length() - 1);
        Map<String, Bytes> files = Map.of(OLD_LOG, shortLog, ROWS, damaged);
        SoloSettings settings = with("too short", files);
        assertThatThrownBy(() -> recovered(settings))
                .hasMessageContaining("the log ends at round 1, yet there is a checkpoint of 2");
        assertThat(readBack(settings)).as("not even the torn round was cut off").isEqualTo(new TreeMap<>(files));
    }

    @Test
    void checkpointsComeWithTheBytesOfTheLogAndTheFolderStaysSmall() throws IOException {
        SoloSettings settings = SoloSettings.in(dir.resolve("small"), NETWORK).withCheckpointLogBytes(200);
        String[] transactions = new String[40];
        for (int i = 0; i < transactions.length; i++) {
            transactions[i] = "transaction-%02d".formatted(i);
        }
        write(settings, transactions);
        assertThat(contents(settings.dir())).hasSize(2);
        assertThat(contents(settings.dir()).keySet()).noneMatch(name -> name.equals(OLD_LOG));
        assertThat(recovered(settings)).containsOnlyKeys(transactions);
    }

    private void assertGoesOn(SoloSettings settings) throws IOException {
        assertThat(recovered(settings)).containsOnlyKeys("first", "second");
        write(settings, "third");
        assertThat(recovered(settings)).containsEntry("third", 3L).hasSize(3);
    }

    private SoloSettings with(String folder, Map<String, Bytes> files) {
        fill(dir.resolve(folder), files);
        return SoloSettings.in(dir.resolve(folder), NETWORK);
    }

    private static Map<String, Bytes> readBack(SoloSettings settings) {
        try {
            return contents(settings.dir());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
