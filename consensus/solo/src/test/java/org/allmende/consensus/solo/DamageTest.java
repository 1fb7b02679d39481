package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.NETWORK;
import static org.allmende.consensus.solo.SoloFixture.contents;
import static org.allmende.consensus.solo.SoloFixture.file;
import static org.allmende.consensus.solo.SoloFixture.fill;
import static org.allmende.consensus.solo.SoloFixture.flipped;
import static org.allmende.consensus.solo.SoloFixture.frameBounds;
import static org.allmende.consensus.solo.SoloFixture.recovered;
import static org.allmende.consensus.solo.SoloFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged and cannot be read any more stops the start; it is never guessed at, and nothing is changed. */
class DamageTest {
    @TempDir
    Path dir;

    @Test
    void aFlippedBitBeforeALaterRound() throws IOException {
        Map<String, Bytes> log = writtenBy(SoloSettings.in(dir.resolve("origin"), NETWORK), "first", "second", "third");
        String name = log.keySet().iterator().next();
        int[] bounds = frameBounds(file(log, name));
        for (int at = bounds[0]; at < bounds[2]; at++) {
            String round = at < bounds[1] ? "round 1" : "round 2";
            assertRefused("bit of byte " + at, Map.of(name, flipped(file(log, name), at)), round + " at byte");
        }
    }

    @Test
    void aFlippedBitInTheHeaderOfTheLog() throws IOException {
        Map<String, Bytes> log = writtenBy(SoloSettings.in(dir.resolve("origin"), NETWORK), "first");
        String name = log.keySet().iterator().next();
        for (int at = 0; at < LogSegment.HEADER_BYTES; at++) {
            assertRefused("header " + at, Map.of(name, flipped(file(log, name), at)), "not those of a log");
        }
        assertRefused("short", Map.of(name, file(log, name).slice(0, 59)), "not those of a log");
    }

    @Test
    void aFlippedBitInTheOnlyCheckpoint() throws IOException {
        Map<String, Bytes> files = writtenBy(
                SoloSettings.in(dir.resolve("origin"), NETWORK).withCheckpointLogBytes(1), "first", "second");
        String rows = files.keySet().stream().filter(each -> each.endsWith(".rows")).findFirst().orElseThrow();
        for (int at = 0; at < file(files, rows).length(); at++) {
            Map<String, Bytes> damaged = new TreeMap<>(files);
            damaged.put(rows, flipped(file(files, rows), at));
            assertRefused("rows " + at, damaged, "are in no good file");
        }
    }

    @Test
    void aMissingFile() throws IOException {
        Map<String, Bytes> files = writtenBy(
                SoloSettings.in(dir.resolve("origin"), NETWORK).withCheckpointLogBytes(1), "first", "second");
        for (String missing : files.keySet()) {
            Map<String, Bytes> rest = new TreeMap<>(files);
            rest.remove(missing);
            assertRefused("without " + missing, rest, missing.endsWith(".rows") ? "in no good file" : "but no log");
        }
    }

    @Test
    void aRenamedFile() throws IOException {
        Map<String, Bytes> log = writtenBy(SoloSettings.in(dir.resolve("origin"), NETWORK), "first");
        String name = log.keySet().iterator().next();
        assertRefused("renamed", Map.of(name.replace("01.", "02."), file(log, name)), "under another name");
    }

    private static Map<String, Bytes> writtenBy(SoloSettings settings, String... transactions) throws IOException {
        write(settings, transactions);
        return contents(settings.dir());
    }

    private void assertRefused(String what, Map<String, Bytes> damaged, String why) throws IOException {
        Path place = dir.resolve(what);
        fill(place, damaged);
        assertThatThrownBy(() -> recovered(SoloSettings.in(place, NETWORK)))
                .as(what)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("Put a backup of the whole folder in its place");
        assertThat(contents(place)).as(what).isEqualTo(damaged);
    }
}
