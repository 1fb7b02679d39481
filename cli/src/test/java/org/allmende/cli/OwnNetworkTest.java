package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.node.FreePorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network as its members make it: keys, nodes with cards, a genesis out of the cards, nodes that start with it. */
@Tag("processes")
class OwnNetworkTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern PUBLIC_KEY = Pattern.compile("^public key +([0-9a-f]{64})$", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void aNetworkIsMadeFromCardsAndServesWhoHoldsTheKeyspacesKey() throws Exception {
        int port = FreePorts.any();
        makeNode("anna", port).ends(Exit.OK);
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
        assertThat(network.out()).contains("commons").contains("1, all on this machine: a rehearsal");

        String nodes = "http://127.0.0.1:" + port;
        Process node = start("--genesis", file("genesis.borsh"));
        try (var lines = node.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.startsWith("ready " + nodes))).isTrue();
            Said.by("kv", "put", "greeting", "hello", "--nodes", nodes, "--key", file("owner.key"))
                    .ends(Exit.OK);
            newKey("stranger.key");
            Said stranger = Said.by("kv", "put", "greeting", "bye", "--nodes", nodes, "--key", file("stranger.key"));
            stranger.ends(Exit.REFUSED);
            assertThat(stranger.err()).contains("UNKNOWN_ACCOUNT");
            assertThat(Said.by("kv", "get", "greeting", "--nodes", nodes).ends(Exit.OK).out())
                    .isEqualTo("hello\n");

            Process second = start();
            assertThat(second.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(Exit.REFUSED);
            assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("the node runs already");

            node.destroy();
            assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).isZero();
        } finally {
            node.destroyForcibly();
        }
    }

    @Test
    void whatIsThereIsNotMadeAgain() throws IOException {
        makeNode("anna", 7_700).ends(Exit.OK);
        Said again = makeNode("anna", 7_700);
        again.ends(Exit.REFUSED);
        assertThat(again.err()).contains(file("anna"));
        Files.writeString(folder.resolve("genesis.borsh"), "precious");
        Said network = Said.by(
                "network", "init", "--name", "commons", "--out", file("genesis.borsh"), file("anna/node.card"));
        network.ends(Exit.REFUSED);
        assertThat(folder.resolve("genesis.borsh")).hasContent("precious");
    }

    private Said makeNode(String name, int port) throws IOException {
        return Said.by(
                "node",
                "init",
                "--engine",
                "solo",
                "--dir",
                file(name),
                "--name",
                name,
                "--operator",
                "Anna Albers",
                "--provider",
                "Nordlicht Hosting",
                "--region",
                "berlin",
                "--jurisdiction",
                "DE",
                "--http-port",
                Integer.toString(port),
                "--operator-key",
                newKey("operator-" + System.nanoTime() + ".key"));
    }

    private Process start(String... more) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Allmende.class.getName(),
                "node",
                "start",
                "--dir",
                file("anna"));
        builder.command().addAll(List.of(more));
        return builder.redirectErrorStream(true).start();
    }

    /** Its public key. */
    private String newKey(String name) {
        Matcher found = PUBLIC_KEY.matcher(Said.by("key", "new", file(name)).ends(Exit.OK).out());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
