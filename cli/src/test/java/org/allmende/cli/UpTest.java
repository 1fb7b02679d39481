package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.allmende.node.NodeFolder;
import org.allmende.node.ProcessFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Networks of real processes, started and stopped by the verbs that people type. */
@Tag("processes")
class UpTest {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path temporary;

    @AfterEach
    void nothingIsLeftRunning() {
        Said.by("down", "--dir", network());
    }

    @Test
    void aNetworkOfOneNodeIsStartedStoppedAndStartedAgain() throws Exception {
        Said up = Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network());
        up.ends(Exit.OK);
        assertThat(up.out())
                .contains("Ready after")
                .contains("anna  Anna Albers  Nordlicht Hosting  berlin, DE")
                .contains("rehearsal on one machine")
                .contains("kv put greeting hello --dir " + network());

        Said.by("kv", "put", "greeting", "hello", "--dir", network()).ends(Exit.OK);
        Said again = Said.by("up", "--detach", "--dir", network());
        again.ends(Exit.OK);
        assertThat(again.out()).contains("All nodes run already.");

        kill("anna");
        Said status = Said.by("status", "--dir", network());
        status.ends(Exit.UNKNOWN);
        assertThat(status.out()).contains("unreachable").contains("0 of 1 nodes up and level: stands still");

        Said.by("up", "--detach", "--dir", network()).ends(Exit.OK);
        assertThat(Said.by("kv", "get", "greeting", "--dir", network()).ends(Exit.OK).out()).isEqualTo("hello\n");

        assertThat(Said.by("down", "--dir", network()).ends(Exit.OK).out()).isEqualTo("Stopped: anna.\n");
        assertThat(Said.by("down", "--dir", network()).ends(Exit.OK).out()).isEqualTo("No node was running.\n");
    }

    @Test
    void fourNodesGoOnWithoutOne() throws Exception {
        Said.by("up", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
        Said whole = Said.by("status", "--dir", network());
        whole.ends(Exit.OK);
        assertThat(whole.out()).contains("4 of 4 nodes up and level: survives the loss of any one.");
        // The node that is asked may be a height behind the one that told that this was applied.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(Said.by("status", "--dir", network()).out())
                        .contains("Clients of etcd write every key of keyspace 'default' through anna, bela, chloe, dario.")
                        .contains("lie to its clients"));

        kill("bela");
        Said.by("kv", "put", "greeting", "hello", "--dir", network()).ends(Exit.OK);
        Said wounded = Said.by("status", "--json", "--dir", network());
        wounded.ends(Exit.OK);
        assertThat(wounded.out())
                .contains("\"canStillLose\" : 0")
                .contains("\"state\" : \"unreachable\"")
                .contains("\"sharedGateways\" : [ {");

        Said.by("up", "--detach", "--dir", network()).ends(Exit.OK);
        assertThat(Said.by("status", "--dir", network()).ends(Exit.OK).out()).contains("survives the loss of any one");

        kill("chloe");
        delete(node("chloe").data());
        Said.by("kv", "put", "greeting", "again", "--dir", network()).ends(Exit.OK);
        Said.by("up", "--detach", "--dir", network()).ends(Exit.OK);
        JsonNode status = statusAtOneHeight();
        assertThat(status.path("nodes"))
                .as("one state, also on the node that had nothing: %s", status)
                .hasSize(4)
                .extracting(node -> node.path("stateHash").asString())
                .containsOnly(status.path("nodes").get(0).path("stateHash").asString());
        JsonNode chloe = status.path("nodes").get(2);
        assertThat(chloe.propertyNames())
                .contains("name", "provider", "region", "weight", "state", "height", "stateHash", "addresses");
        assertThat(Said.by("kv", "get", "greeting", "--local", "--nodes", chloe.path("addresses").path("api").asString())
                        .ends(Exit.OK)
                        .out())
                .isEqualTo("again\n");
        assertThat(Said.by("down", "--dir", network()).ends(Exit.OK).out())
                .isEqualTo("Stopped: anna, bela, chloe, dario.\n");
    }

    /** Nodes are asked one after the other: a height that is made meanwhile is on some of them and not yet on others. */
    private JsonNode statusAtOneHeight() {
        long patienceUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            JsonNode status = JsonMapper.shared()
                    .readTree(Said.by("status", "--json", "--dir", network()).ends(Exit.OK).out());
            long heights = status.path("nodes").valueStream()
                    .map(node -> node.path("height").asLong())
                    .distinct()
                    .count();
            if (heights == 1) {
                return status;
            }
            assertThat(System.nanoTime()).as("never seen at one height: %s", status).isLessThan(patienceUntil);
        }
    }

    @Test
    void inTheForegroundItEndsWithEverythingItStarted() throws Exception {
        Process up = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Allmende.class.getName(),
                        "up",
                        "--engine",
                        "solo",
                        "--port-base",
                        "0",
                        "--dir",
                        network())
                .redirectErrorStream(true)
                .start();
        try (var lines = up.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.startsWith("Try:"))).isTrue();
            ProcessHandle node = process("anna");
            up.destroy();
            assertThat(up.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).isZero();
            assertThat(node.isAlive()).isFalse();
        } finally {
            up.destroyForcibly();
        }
    }

    @Test
    void aTakenPortIsToldBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = other.getLocalPort();
            Said said = Said.by("up", "--nodes", "1", "--port-base", Integer.toString(port), "--dir", network());
            said.ends(Exit.REFUSED);
            assertThat(said.err()).contains("port " + port + " is taken").contains("--port-base");
            assertThat(new NetworkFolder(Path.of(network())).isNetwork()).isFalse();
        }
    }

    @Test
    void aPortTakenWhileTheNetworkWasDownIsToldWithoutAdviceThatCannotBeFollowed() throws Exception {
        Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
        Said.by("down", "--dir", network()).ends(Exit.OK);
        int port = node("anna").readSettings().httpPort();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Said said = Said.by("up", "--detach", "--dir", network());
            said.ends(Exit.REFUSED);
            assertThat(said.err())
                    .contains("port " + other.getLocalPort() + " is taken")
                    .contains("on the node's card")
                    .doesNotContain("--port-base");
        }
    }

    @Test
    void aFolderOfSomebodyElseIsLeftAlone() throws IOException {
        Files.createDirectories(Path.of(network()));
        Path thesis = Files.writeString(Path.of(network(), "thesis.txt"), "years of work");
        Said said = Said.by("up", "--engine", "solo", "--dir", network());
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains("holds 'thesis.txt', which Allmende did not put there").contains("--dir");
        assertThat(Path.of(network())).isDirectoryNotContaining(file -> !file.equals(thesis));
    }

    @Test
    void askingForAnotherNetworkThanTheFolderHoldsIsRefused() {
        Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
        for (List<String> other : List.of(
                List.of("--engine", "hashgraph"), List.of("--nodes", "4"), List.of("--port-base", "7700"))) {
            Said said = Said.by("up", "--dir", network(), other.get(0), other.get(1));
            said.ends(Exit.REFUSED);
            assertThat(said.err()).contains("is another one").contains("leave out " + other.get(0));
        }
    }

    @Test
    void aNodeThatCannotStartIsToldWithItsOwnWords() throws IOException {
        Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
        Said.by("down", "--dir", network()).ends(Exit.OK);
        Path settings = node("anna").settings();
        Files.writeString(settings, Files.readString(settings) + "\nheap.size = 3\n");
        Said said = Said.by("up", "--detach", "--dir", network());
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains("there is no setting 'heap.size'").contains("heap.megabytes");
    }

    private String network() {
        return temporary.resolve("network").toString();
    }

    private NodeFolder node(String name) {
        return new NetworkFolder(Path.of(network())).node(name);
    }

    private ProcessHandle process(String node) throws Exception {
        return ProcessFile.running(node(node).processFile()).orElseThrow();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void kill(String node) throws Exception {
        ProcessHandle process = process(node);
        process.destroyForcibly();
        process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
