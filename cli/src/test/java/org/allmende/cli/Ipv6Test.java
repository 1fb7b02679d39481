package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nodes at IPv6 addresses, which stand in brackets wherever a port comes after them, and nowhere else. */
class Ipv6Test {
    private static final String LOOPBACK = "::1";
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {LOOPBACK, "[" + LOOPBACK + "]"})
    void aCardSaysAddressesThatCanBeUsed(String host) throws Exception {
        makeNode(host, 7_700).ends(Exit.OK);

        assertThat(Files.readString(folder.resolve("anna/node.card")))
                .contains("# for nodes     [::1]:7750\n", "# for clients   http://[::1]:7700\n");
        assertThat(Files.readString(folder.resolve("anna/node.properties")))
                .contains("http.bind = ::1\n", "gossip.bind = ::1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not an address", "a/b", ""})
    void whatIsNoAddressIsRefused(String host) {
        Said said = makeNode(host, 7_700);

        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains("is no address", "--host");
        assertThat(folder.resolve("anna")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void whatIsNoPortIsRefused(int port) {
        Said said = makeNode(LOOPBACK, port);

        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains("port is 1 to 65535, not " + port, "--http-port");
        assertThat(folder.resolve("anna")).doesNotExist();
    }

    @Test
    @Tag("processes")
    void aNodeIsReachedThereAndItsStatusSaysWhere() throws Exception {
        int port = freePort();
        makeNode(LOOPBACK, port).ends(Exit.OK);
        Said network = Said.by(
                "network",
                "init",
                "--name",
                "commons",
                "--keyspace",
                "default=" + newKey("owner.key"),
                "--out",
                file("genesis.borsh"),
                file("anna/node.card"));
        network.ends(Exit.OK);
        assertThat(network.out()).as("of this address too").contains("all on this machine: a rehearsal");

        String nodes = "http://[::1]:" + port;
        Process node = start();
        try (var lines = node.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.startsWith("ready " + nodes))).isTrue();
            Said.by("kv", "put", "greeting", "hello", "--nodes", nodes, "--key", file("owner.key")).ends(Exit.OK);
            assertThat(Said.by("kv", "get", "greeting", "--nodes", nodes).ends(Exit.OK).out()).isEqualTo("hello\n");

            assertThat(Said.by("status", "--nodes", nodes).ends(Exit.OK).out()).contains(" " + nodes);
            JsonNode status = new JsonMapper()
                    .readTree(Said.by("status", "--json", "--nodes", nodes).ends(Exit.OK).out());
            assertThat(status.at("/nodes/0/addresses/api").stringValue()).isEqualTo(nodes);
            assertThat(status.at("/nodes/0/addresses/gossip").stringValue()).isEqualTo("[::1]:7750");

            node.destroy();
            assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            node.destroyForcibly();
        }
    }

    private Said makeNode(String host, int port) {
        List<String> words = new ArrayList<>(List.of("node", "init", "--engine", "solo", "--dir", file("anna")));
        words.addAll(List.of("--name", "anna", "--operator", "Anna Albers", "--provider", "Nordlicht Hosting"));
        words.addAll(List.of("--region", "berlin", "--jurisdiction", "DE", "--operator-key", newKey("operator.key")));
        words.addAll(List.of("--host", host, "--http-port", Integer.toString(port)));
        return Said.by(words.toArray(String[]::new));
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Allmende.class.getName(),
                        "node",
                        "start",
                        "--dir",
                        file("anna"),
                        "--genesis",
                        file("genesis.borsh"))
                .redirectErrorStream(true)
                .start();
    }

    /** Its public key. */
    private String newKey(String name) {
        String said = Said.by("key", "new", file(name)).ends(Exit.OK).out();
        return said.lines().findFirst().orElseThrow().replaceFirst("public key +", "");
    }

    /** Skips the test, aloud, where there is no such address. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            System.out.println("SKIPPED: this machine has no " + LOOPBACK + ": " + e.getMessage());
            return abort("this machine has no " + LOOPBACK + ": " + e.getMessage());
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
