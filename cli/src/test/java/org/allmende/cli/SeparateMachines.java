package org.allmende.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.client.ClientSettings;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.NodeCommand;
import org.allmende.node.NodeFolder;

/**
 * A network as its members make it, each node on a machine of its own as far as the network can tell: in a network
 * namespace. Clients are here, on the loopback outside, and are led to the loopback of each node, whatever becomes of
 * its link to the others.
 */
final class SeparateMachines {
    private static final int GOSSIP = 7750;
    private static final int HTTP = 7700;
    private static final int ETCD = 2379;
    private static final long STOP_SECONDS = 20;

    private final NetworkFolder folder;
    private final Path sockets;
    private final Namespaces namespaces = new Namespaces();
    private final Deque<Process> processes = new ArrayDeque<>();
    private final List<Relay> http = new ArrayList<>();
    private final List<Relay> etcd = new ArrayList<>();

    /** @param path of an empty folder, whose name is short: those of sockets are limited */
    SeparateMachines(Path path) {
        folder = new NetworkFolder(path.resolve("network"));
        sockets = path;
    }

    NetworkFolder folder() {
        return folder;
    }

    /** Makes the network and starts it, or skips the test, aloud, where there can be no namespaces. */
    void start(int nodes) throws Exception {
        namespaces.make(nodes);
        List<String> cards = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            cards.add(init(i).card().toString());
        }
        List<String> words = new ArrayList<>(List.of("network", "init", "--name", "commons"));
        words.addAll(List.of("--keyspace", "default=" + newKey(folder.ownerKey())));
        words.addAll(List.of("--out", folder.genesis().toString()));
        words.addAll(cards);
        Said.by(words.toArray(String[]::new)).ends(Exit.OK);
        Genesis genesis = folder.readGenesis();
        for (int i = 0; i < nodes; i++) {
            lead(i);
        }
        for (int i = 0; i < nodes; i++) {
            run(i, genesis.nodes().get(i));
        }
        for (NodeCard each : genesis.nodes()) {
            await().atMost(Work.SOON).until(() -> isReady(folder.node(each.name())));
        }
        try (NetworkClient client =
                NetworkClient.open(ClientSettings.of(nodes()).in(genesis.networkId()))) {
            new EtcdRights(folder, client).give(genesis.nodes());
        }
    }

    private NodeFolder init(int number) throws Exception {
        Cast.Player player = Cast.PLAYERS.get(number);
        NodeFolder node = folder.node(player.node());
        List<String> words = new ArrayList<>(List.of("node", "init", "--dir", node.path().toString()));
        words.addAll(List.of("--name", player.node(), "--operator", player.operator()));
        words.addAll(List.of("--provider", player.provider(), "--region", player.region()));
        words.addAll(List.of("--jurisdiction", player.jurisdiction()));
        words.addAll(List.of("--operator-key", newKey(folder.operatorKey(player.node()))));
        words.addAll(List.of("--host", namespaces.address(number)));
        words.addAll(List.of("--gossip-port", Integer.toString(GOSSIP), "--http-port", Integer.toString(HTTP)));
        Said.by(words.toArray(String[]::new)).ends(Exit.OK);
        String settings = Files.readString(node.settings(), UTF_8)
                .replace("http.bind = " + namespaces.address(number), "http.bind = 127.0.0.1")
                .replace("\netcd.listen =", "\netcd.listen = 127.0.0.1:" + ETCD);
        Files.writeString(node.settings(), settings, UTF_8);
        return node;
    }

    /** Makes a key, and answers with its public half. */
    private static String newKey(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        String said = Said.by("key", "new", file.toString()).ends(Exit.OK).out();
        return said.lines().findFirst().orElseThrow().replaceFirst("public key +", "");
    }

    private void run(int number, NodeCard card) throws Exception {
        NodeFolder node = folder.node(card.name());
        Files.copy(folder.genesis(), node.genesis());
        Files.createDirectories(node.logs());
        processes.push(new ProcessBuilder(namespaces.inside(number, NodeCommand.words(node, node.readSettings())))
                .redirectErrorStream(true)
                .redirectOutput(node.console().toFile())
                .start());
    }

    private static boolean isReady(NodeFolder node) {
        return node.lastWords(1).startsWith("ready ");
    }

    /** Clients into a node's namespace. */
    private void lead(int number) throws IOException {
        Path httpSocket = sockets.resolve(number + ".http");
        Path etcdSocket = sockets.resolve(number + ".etcd");
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Relay.class.getName()));
        words.addAll(List.of(httpSocket.toString(), Integer.toString(HTTP)));
        words.addAll(List.of(etcdSocket.toString(), Integer.toString(ETCD)));
        Process process = new ProcessBuilder(namespaces.inside(number, words))
                .redirectErrorStream(true)
                .start();
        processes.push(process);
        BufferedReader said = process.inputReader();
        assertThat(said.readLine()).isEqualTo(Relay.LISTENING);
        http.add(Relay.toFile(httpSocket));
        etcd.add(Relay.toFile(etcdSocket));
    }

    /** Where nodes answer, for clients out here. */
    List<URI> nodes() {
        return http.stream()
                .map(each -> URI.create("http://127.0.0.1:" + each.port()))
                .toList();
    }

    /** Where nodes answer clients of etcd, for those out here: ports of 127.0.0.1. */
    List<Integer> etcdPorts() {
        return etcd.stream().map(Relay::port).toList();
    }

    /** No node hears of this one any more, nor this one of any. */
    void cut(int node) throws Exception {
        namespaces.cut(node);
    }

    void heal(int node) throws Exception {
        namespaces.heal(node);
    }

    /** Ends what was started, the last first, and removes the namespaces. */
    void remove() throws Exception {
        try {
            for (Relay each : http) {
                each.close();
            }
            for (Relay each : etcd) {
                each.close();
            }
        } finally {
            end();
            namespaces.remove();
        }
    }

    private void end() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (Process each : processes) {
            if (!each.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                each.destroyForcibly().waitFor();
            }
        }
    }
}
