package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.transaction.Group;
import org.allmende.node.FreePorts;
import org.allmende.node.NodeFolder;
import org.allmende.node.ProcessFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of one network is what the next one starts from, whatever nodes and engine either has. */
@Tag("processes")
class StartFromBackupTest {
    private static final Pattern AS_OF = Pattern.compile("as of height ([0-9]+), revision ([0-9]+)");
    private static final Pattern HEIGHT = Pattern.compile("^height +([0-9]+)$", Pattern.MULTILINE);
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private final List<String> started = new ArrayList<>();

    @AfterEach
    void nothingIsLeftRunning() {
        started.forEach(network -> Said.by("down", "--dir", network));
    }

    @Test
    void fromFourNodesToOneAndToFourAgainKeysTokensAndHistoryGoOn() throws Exception {
        up("four");
        put("four", "greeting", "one");
        put("four", "greeting", "two");
        put("four", "other", "three");
        put("four", "greeting", "four");
        compact("four", 3);
        in("four", "token", "create", "HOURS", "--max", "100");
        in("four", "token", "mint", "HOURS", owner("four"), "42");
        long height = backup("four", "first.checkpoint");
        long revision = revision("four");
        down("four");

        aDamagedBackupIsRefused("first.checkpoint");

        String said = up(
                "one", "--engine", "solo", "--from", file("first.checkpoint"), "--owner-key", file("four/owner.key"));
        assertThat(said).contains(genesis("four").networkId().toString()).containsPattern("vouched for by +[34] of 4: ");
        assertThat(in("one", "kv", "get", "greeting")).isEqualTo("four\n");
        assertThat(revision("one")).isEqualTo(revision);
        assertThat(height("one")).isGreaterThan(height);
        assertThat(in("one", "token", "list", "--held-by", owner("four"))).contains("HOURS").contains("42");
        put("one", "greeting", "five");
        assertThat(revision("one")).isEqualTo(revision + 1);
        backup("one", "second.checkpoint");
        down("one");

        up("again", "--from", file("second.checkpoint"), "--owner-key", file("one/owner.key"));
        assertThat(in("again", "kv", "get", "greeting")).isEqualTo("five\n");
        in("again", "token", "burn", "HOURS", "2");
        put("again", "greeting", "six");
        assertThat(revision("again")).isEqualTo(revision + 2);
        assertThat(in("again", "kv", "get", "greeting", "--rev", "4")).isEqualTo("two\n");
        assertThat(in("again", "kv", "watch", "", "--prefix", "--rev", "4", "--count", "4"))
                .containsSubsequence("three", "four", "five", "six")
                .doesNotContain("two");
        Said past = Said.by("kv", "watch", "greeting", "--rev", "2", "--count", "1", "--dir", file("again"));
        assertThat(past.ends(Exit.REFUSED).err()).contains("the changes before revision 3 were given up");
    }

    @Test
    void aNodeThatLostItsDiskBeginsFromTheBackupAgainAndFetchesWhatCameAfterIt() throws Exception {
        up("one", "--engine", "solo");
        put("one", "greeting", "before");
        backup("one", "one.checkpoint");
        down("one");
        up("four", "--from", file("one.checkpoint"), "--owner-key", file("one/owner.key"));
        put("four", "greeting", "after");
        NodeFolder bela = new NetworkFolder(folder.resolve("four")).node("bela");
        loseDisk(bela);

        Path origin = bela.origin().path();
        Files.move(origin, origin.resolveSibling("elsewhere"));
        Said without = Said.by("up", "--detach", "--dir", file("four"));
        assertThat(without.ends(Exit.REFUSED).err()).contains("which is not at " + origin);
        Files.move(origin.resolveSibling("elsewhere"), origin);
        said("up", "--detach", "--dir", file("four"));

        assertThat(said("status", "--dir", file("four"))).contains("4 of 4 nodes up and level");
        String address = genesis("four").nodes().get(1).apiUrl();
        assertThat(said("kv", "get", "greeting", "--local", "--nodes", address)).isEqualTo("after\n");
    }

    private static void loseDisk(NodeFolder node) throws Exception {
        ProcessHandle process = ProcessFile.running(node.processFile()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.walk(node.data())) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** As members with machines of their own do it: cards, a genesis, and two files for every node. */
    @Test
    void aNodeIsGivenTheGenesisAndTheBackup() throws Exception {
        up("old", "--engine", "solo");
        put("old", "greeting", "hello");
        backup("old", "old.checkpoint");
        int port = FreePorts.any();
        makeNode("zoe", port);

        String made = said(
                "network",
                "init",
                "--from",
                file("old.checkpoint"),
                "--out",
                file("made/genesis.borsh"),
                file("zoe/node.card"));

        assertThat(made)
                .contains(genesis("old").networkId().toString())
                .contains("rehearsal")
                .contains("begins at   height ");
        Said noOrigin = start("--genesis", file("made/genesis.borsh"));
        assertThat(noOrigin.ends(Exit.REFUSED).out())
                .contains("starts from the checkpoint of height")
                .contains("start the node with --from FILE");
        up("other", "--engine", "solo");
        backup("other", "other.checkpoint");
        assertThat(start("--from", file("other.checkpoint")).ends(Exit.REFUSED).out())
                .contains("and the network starts from that of height");

        Process node = process("--from", file("made/origin.checkpoint"));
        try (var lines = node.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.startsWith("ready http://127.0.0.1:" + port))).isTrue();
            String nodes = "http://127.0.0.1:" + port;
            assertThat(said("kv", "get", "greeting", "--nodes", nodes)).isEqualTo("hello\n");
            said("kv", "put", "greeting", "again", "--nodes", nodes, "--key", file("old/owner.key"));
        } finally {
            node.destroy();
            assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatIsThereIsNotOverwritten() throws Exception {
        up("old", "--engine", "solo");
        backup("old", "old.checkpoint");
        makeNode("zoe", 7_700);
        Files.writeString(folder.resolve("origin.checkpoint"), "precious");

        Said init = Said.by(
                "network",
                "init",
                "--from",
                file("old.checkpoint"),
                "--out",
                file("genesis.borsh"),
                file("zoe/node.card"));

        assertThat(init.ends(Exit.REFUSED).err()).contains("origin.checkpoint is there already");
        assertThat(folder.resolve("origin.checkpoint")).hasContent("precious");
        assertThat(folder.resolve("genesis.borsh")).doesNotExist();
        assertThat(Said.by("up", "--dir", file("old"), "--from", file("old.checkpoint")).ends(Exit.REFUSED).err())
                .contains("it has started already");
        Said nameless = Said.by("network", "init", "--out", file("genesis.borsh"), file("zoe/node.card"));
        assertThat(nameless.ends(Exit.REFUSED).err()).contains("has no name");
    }

    private void aDamagedBackupIsRefused(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve("damaged.checkpoint"), bytes);
        Said said = Said.by("up", "--from", file("damaged.checkpoint"), "--dir", file("never"));
        assertThat(said.ends(Exit.REFUSED).err()).contains("is damaged").contains("fetch it again");
        assertThat(folder.resolve("never").resolve("genesis.borsh")).doesNotExist();
    }

    // ---- what the tests do with a network, by the name of its folder

    private String up(String network, String... more) {
        started.add(file(network));
        List<String> words = new ArrayList<>(List.of("up", "--detach", "--port-base", "0", "--dir", file(network)));
        words.addAll(List.of(more));
        return said(words.toArray(String[]::new));
    }

    private void down(String network) {
        said("down", "--dir", file(network));
    }

    /** The height that it is of. */
    private long backup(String network, String name) {
        Matcher found = HEIGHT.matcher(said("backup", file(name), "--dir", file(network)));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    private void put(String network, String key, String value) {
        in(network, "kv", "put", key, value);
    }

    private void compact(String network, long revision) throws Exception {
        Genesis genesis = genesis(network);
        try (NetworkClient client = NetworkClient.open(
                ClientSettings.of(Where.addresses(genesis)).in(genesis.networkId()))) {
            client.submit(
                    Keys.read(folder.resolve(network).resolve("owner.key")),
                    Group.of(new CoordinationOperation.Compact("default", revision)));
        }
    }

    private String owner(String network) throws IOException {
        return Keys.read(folder.resolve(network).resolve("owner.key")).account().toString();
    }

    private Genesis genesis(String network) throws Exception {
        return new NetworkFolder(folder.resolve(network)).readGenesis();
    }

    private long height(String network) {
        return asOf(network, 1);
    }

    private long revision(String network) {
        return asOf(network, 2);
    }

    private long asOf(String network, int group) {
        Matcher found = AS_OF.matcher(
                Said.by("kv", "get", "greeting", "--dir", file(network)).ends(Exit.OK).err());
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(group));
    }

    private String in(String network, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", file(network)));
        return said(all.toArray(String[]::new));
    }

    private static String said(String... words) {
        return Said.by(words).ends(Exit.OK).out();
    }

    // ---- a node of its own

    private void makeNode(String name, int port) {
        Matcher key = Pattern.compile("[0-9a-f]{64}").matcher(said("key", "new", file(name + ".key")));
        assertThat(key.find()).isTrue();
        said(
                "node", "init", "--engine", "solo", "--dir", file(name), "--name", name, "--operator", "Zoe", "--provider",
                "Elsewhere", "--region", "oslo", "--jurisdiction", "NO", "--http-port", Integer.toString(port),
                "--operator-key", key.group());
    }

    private Process process(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Allmende.class.getName(),
                "node",
                "start",
                "--dir",
                file("zoe")));
        words.addAll(List.of(more));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private Said start(String... more) throws Exception {
        Process node = process(more);
        String out = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Said(node.exitValue(), out, "");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
