package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of one network of one real process. */
@Tag("processes")
class BackupTest {
    @TempDir
    static Path temporary;

    private static Path backup;

    @BeforeAll
    static void start() {
        backup = temporary.resolve("first.checkpoint");
        Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
        Said.by("kv", "put", "kept", "safe", "--dir", network()).ends(Exit.OK);
        Said said = Said.by("backup", backup.toString(), "--dir", network()).ends(Exit.OK);
        assertThat(said.out()).contains("vouched for by").contains("1 of 1");
    }

    @AfterAll
    static void stop() {
        Said.by("down", "--dir", network()).ends(Exit.OK);
    }

    @Test
    void aBackupProvesItselfWithoutANetwork() {
        Said said = Said.by("backup", "verify", backup.toString()).ends(Exit.OK);
        assertThat(said.out()).contains("network", "height", "agreed time", "rows", "digest", "1 of 1");
        assertThat(said.err()).contains("pin it with --network");

        String id = said.out().lines().findFirst().orElseThrow().replaceAll("network +([0-9a-f]{64}).*", "$1");
        assertThat(Said.by("backup", "verify", backup.toString(), "--network", id).ends(Exit.OK).err())
                .contains("sound")
                .doesNotContain("pin");
        refused("and not " + "0".repeat(64), "backup", "verify", backup.toString(), "--network", "0".repeat(64));
    }

    @Test
    void aDamagedOneIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(backup);
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(temporary.resolve("damaged"), bytes);
        refused("damaged", "backup", "verify", damaged.toString());
        refused("no checkpoint of an Allmende network", "backup", "verify", written("else", "something else entirely"));
        refused("it ends after", "backup", "verify", written("empty", ""));
        refused("there is no file", "backup", "verify", temporary.resolve("none").toString());
    }

    @Test
    void oneThatIsThereAlreadyCanBeCarriedAwayAgain() throws IOException {
        Path again = temporary.resolve("again.checkpoint");
        Said.by("backup", again.toString(), "--latest", "--dir", network()).ends(Exit.OK);
        String height = Said.by("backup", "verify", again.toString()).ends(Exit.OK).out()
                .lines()
                .filter(line -> line.startsWith("height"))
                .findFirst()
                .orElseThrow()
                .replaceAll("[^0-9]", "");
        Path byHeight = temporary.resolve("height.checkpoint");
        Said.by("backup", byHeight.toString(), "--height", height, "--dir", network()).ends(Exit.OK);

        assertThat(Files.mismatch(again, byHeight)).isEqualTo(-1);
        refused("no checkpoint of height 1", "backup", temporary.resolve("one").toString(), "--height", "1", "--dir", network());
    }

    /** Where an earlier version wrote first. */
    @Test
    void aFileBesideItIsLetBe() throws IOException {
        Path beside = temporary.resolve("beside.checkpoint.unfinished");
        Files.writeString(beside, "somebody's");
        Said.by("backup", temporary.resolve("beside.checkpoint").toString(), "--latest", "--dir", network())
                .ends(Exit.OK);
        assertThat(beside).hasContent("somebody's");
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsAsked() {
        refused("exists already", "backup", backup.toString(), "--dir", network());
        refused("in a folder that exists", "backup", temporary.resolve("no").resolve("file").toString(), "--dir", network());
        refused("in a folder that exists", "backup", backup.resolve("file").toString(), "--dir", network());
        refused("and not 00", "backup", temporary.resolve("x").toString(), "--network", "00", "--dir", network());
        refused(
                "NOT_AN_OPERATOR",
                "backup",
                temporary.resolve("x").toString(),
                "--dir",
                network(),
                "--key",
                Path.of(network()).resolve("owner.key").toString());
        assertThat(Said.by("backup").ends(Exit.USAGE).err()).contains("Missing required parameter: 'FILE'");
        assertThat(Said.by("backup", "x", "--height", "1", "--latest").ends(Exit.USAGE).err()).contains("exclude");
        assertThat(temporary.resolve("x")).doesNotExist();
        assertThat(temporary.toFile().list()).noneMatch(name -> name.contains("unfinished"));
    }

    private static String written(String name, String text) throws IOException {
        return Files.writeString(temporary.resolve(name), text).toString();
    }

    private static void refused(String why, String... words) {
        Said said = Said.by(words);
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains(why).contains("try:");
    }

    private static String network() {
        return temporary.resolve("network").toString();
    }
}
