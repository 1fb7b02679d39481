package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.allmende.node.NodeFolder;
import org.allmende.node.ProcessFile;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A drill starts a network of its own, and takes it down with it whenever it ends. */
@Tag("processes")
class DrillRunTest {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path temporary;

    @AfterEach
    void nothingIsLeftRunning() {
        Said.by("down", "--dir", network().toString());
    }

    @ParameterizedTest(name = "ended when it says ''{0}''")
    @ValueSource(strings = {"starting 4 nodes", "letting it settle"})
    void leavesNoNodeBehindWhenItIsEnded(String progress) throws Exception {
        Process drill = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Allmende.class.getName(),
                        "drill",
                        "run",
                        "idle",
                        "--dir",
                        temporary.toString())
                .redirectErrorStream(true)
                .start();
        try (var lines = drill.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.contains(progress))).isTrue();
            List<ProcessHandle> started = running();
            drill.destroy();
            assertThat(drill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(started).noneMatch(ProcessHandle::isAlive);
            assertThat(running()).isEmpty();
        } finally {
            drill.destroyForcibly();
        }
    }

    @Test
    void aDrillThatIsNotThereIsToldWithThoseThatAre() {
        Said said = Said.by("drill", "run", "earthquake");
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains("there is no drill 'earthquake'").contains("provider-outage");
    }

    private Path network() {
        return temporary.resolve("network");
    }

    private List<ProcessHandle> running() throws IOException, Refusal {
        Path nodes = network().resolve("nodes");
        List<ProcessHandle> running = new ArrayList<>();
        if (Files.exists(nodes)) {
            try (Stream<Path> folders = Files.list(nodes)) {
                for (Path folder : folders.toList()) {
                    ProcessFile.running(new NodeFolder(folder).processFile()).ifPresent(running::add);
                }
            }
        }
        return running;
    }
}
