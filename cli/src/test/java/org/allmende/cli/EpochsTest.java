package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.node.ExitCode;
import org.allmende.node.FreePorts;
import org.allmende.node.NodeFolder;
import org.allmende.node.ProcessFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The roster of a network of real processes changes: what was written stays, and each node's next process goes on. */
@Tag("processes")
class EpochsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path temporary;

    @BeforeAll
    static void start() {
        Said.by("up", "--nodes", "2", "--engine", "hashgraph", "--detach", "--port-base", "0", "--dir", network())
                .ends(Exit.OK);
        Said.by("kv", "put", "before", "kept", "--dir", network()).ends(Exit.OK);
    }

    @AfterAll
    static void stop() {
        Said.by("down", "--dir", network()).ends(Exit.OK);
    }

    @Test
    void aNodeIsTakenInAndLetGo() throws Exception {
        ProcessHandle first = ProcessFile.running(node("anna").processFile()).orElseThrow();
        Path key = temporary.resolve("zora.key");
        String publicKey = Said.by("key", "new", key.toString()).ends(Exit.OK).out().strip().split("\\s+")[2];
        List<Integer> ports = FreePorts.several(2);
        Said.by(
                        "node", "init", "--dir", node("zora").path().toString(), "--name", "zora", "--operator", "Zora",
                        "--operator-key", publicKey, "--provider", "elsewhere", "--region", "r", "--jurisdiction", "CH",
                        "--gossip-port", ports.get(0).toString(), "--http-port", ports.get(1).toString())
                .ends(Exit.OK);
        assertThat(Said.by("propose", "admit", node("zora").card().toString(), "--dir", network()).ends(Exit.REFUSED).err())
                .contains("CARD_UNCHECKED");
        Process zora = startZora();
        try {
            Said.by("propose", "admit", node("zora").card().toString(), "--checked", "a test's", "--dir", network())
                    .ends(Exit.OK);
            agree("1", "--checked", "a test's");
            // Without weight it makes events all the same: it is heard.
            awaitRoster("(?m)^zora +0  just now ");
            awaitEpoch(1);
            assertThat(first.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
            assertThat(Said.by("status", "--dir", network()).ends(Exit.OK).out()).contains("zora", "3 of 3 nodes up");
            assertThat(Said.by("kv", "get", "before", "--dir", network()).ends(Exit.OK).out()).contains("kept");

            Said.by("propose", "remove", "zora", "--why", "to see", "--dir", network()).ends(Exit.OK);
            agree("2");
            awaitEpoch(2);
            assertThat(zora.waitFor(1, TimeUnit.MINUTES)).as("it ends by itself").isTrue();
            assertThat(zora.exitValue()).isEqualTo(ExitCode.REMOVED);
            assertThat(Files.readString(temporary.resolve("zora.out"))).contains("the members have taken this node out");
        } finally {
            zora.destroy();
        }
        Said.by("kv", "put", "after", "goes on", "--dir", network()).ends(Exit.OK);
        assertThat(Said.by("kv", "get", "before", "--dir", network()).ends(Exit.OK).out()).contains("kept");
        assertThat(Said.by("propose", "weight", "bela", "0", "--dir", network()).ends(Exit.REFUSED).err())
                .contains("LONE_VOICE", "from a backup");
        assertThat(Said.by("propose", "weight", "nobody", "3", "--dir", network()).ends(Exit.REFUSED).err())
                .contains("the roster has no node 'nobody'", "anna");
    }

    private static void agree(String proposal, String... more) {
        List<String> words = new ArrayList<>(List.of("vote", proposal, "yes", "--dir", network()));
        words.addAll(List.of("--key", Path.of(network()).resolve("operators").resolve("bela.key").toString()));
        words.addAll(List.of(more));
        Said.by(words.toArray(String[]::new)).ends(Exit.OK);
    }

    /** As a person would at a terminal, on this process's Java and classes. */
    private static Process startZora() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.allmende.cli.Allmende",
                        "node",
                        "start",
                        "--dir",
                        node("zora").path().toString(),
                        "--member",
                        node("anna").card().toString())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(temporary.resolve("zora.out").toFile())
                .start();
    }

    private static void awaitEpoch(long epoch) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        Said.by("status", "--json", "--dir", network()).out())
                .contains("\"epoch\" : " + epoch, "\"canStillLose\" : 0"));
    }

    private static void awaitRoster(String line) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        Said.by("roster", "--dir", network()).out())
                .containsPattern(line));
    }

    private static NodeFolder node(String name) {
        return new NodeFolder(Path.of(network()).resolve("nodes").resolve(name));
    }

    private static String network() {
        return temporary.resolve("network").toString();
    }
}
