package org.allmende.consensus.conformance;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allmende.consensus.hashgraph.ChangeRecordLayout;
import org.allmende.consensus.hashgraph.GossipKeys;
import org.allmende.consensus.hashgraph.Halt;
import org.allmende.consensus.hashgraph.HashgraphConsensus;
import org.allmende.consensus.hashgraph.HashgraphSettings;
import org.allmende.consensus.hashgraph.Tuning;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Roster;

/** Four processes of the hashgraph engine, tuned as nodes are but for what a scenario must have small. */
final class HashgraphEngine implements Engine {
    private static final int NODES = 4;
    private static final String ROUNDS_EXPIRED_SHORT = "40";
    private static final int PORT_MIN = 15_000;
    private static final int PORT_MAX = 32_000;
    private static final int PORT_ATTEMPTS = 100;
    private static final NetworkId NETWORK = new NetworkId(Bytes.hex("c0".repeat(32)));

    @Override
    public String name() {
        return "hashgraph";
    }

    @Override
    public int nodes() {
        return NODES;
    }

    @Override
    public int loadPerSecond() {
        return 20;
    }

    /**
     * Keys, certificates and ports, which nobody listened on a moment ago. They lie below those that systems give to
     * connections: between here and the start of a node, or while one is away, nobody is given one of them by chance.
     */
    @Override
    public void prepare(Path network) throws IOException {
        Files.createDirectories(network);
        SecureRandom random = new SecureRandom();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
                GossipKeys.generate(random).writeTo(keys(network, node));
                held.add(freePort(random));
            }
            Files.write(
                    network.resolve("ports"),
                    held.stream().map(socket -> Integer.toString(socket.getLocalPort())).toList());
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static ServerSocket freePort(SecureRandom random) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = random.nextInt(PORT_MIN, PORT_MAX + 1);
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                if (attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Consensus open(Path network, int self, Memory memory) throws IOException {
        List<NodeCard> cards = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            Bytes certificate = GossipKeys.read(keys(network, node)).certificate();
            cards.add(card("node" + node, certificate, ports(network, node).getFirst()));
        }
        return new HashgraphConsensus(new HashgraphSettings(
                Engine.folder(network, self),
                NETWORK,
                self,
                Roster.first(cards),
                GossipKeys.read(keys(network, self)),
                "127.0.0.1",
                new ChangeRecordLayout(ChangeRecordLayout.Settings.DEFAULT),
                Halt.PROCESS,
                () -> {},
                tuning(memory)));
    }

    private static Tuning tuning(Memory memory) {
        Tuning tuning = Tuning.DEFAULT.withWindow(WINDOW_TRANSACTIONS);
        return switch (memory) {
            case LONG -> tuning;
            case SHORT -> tuning.withEngine("consensus.roundsExpired", ROUNDS_EXPIRED_SHORT);
        };
    }

    private static NodeCard card(String name, Bytes certificate, int port) {
        Bytes none = Bytes.wrap(new byte[32]);
        return new NodeCard(
                name, name, name, "here", "DE", 1, certificate, none, none, "127.0.0.1", port, "http://127.0.0.1:1");
    }

    private static Path keys(Path network, int node) {
        return network.resolve("node" + node + ".p12");
    }

    @Override
    public Path newestLog(Path network, int node) throws IOException {
        Map<FileTime, Path> logs = new TreeMap<>(Comparator.naturalOrder());
        try (Stream<Path> files = Files.walk(Engine.folder(network, node))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".pces")).toList()) {
                logs.put(Files.getLastModifiedTime(file), file);
            }
        }
        return logs.values().stream().reduce((_, later) -> later).orElseThrow();
    }

    @Override
    public Path evidence(Path network, int node) {
        return Engine.folder(network, node).resolve("evidence");
    }

    @Override
    public List<Integer> ports(Path network, int node) throws IOException {
        return List.of(Integer.parseInt(Files.readAllLines(network.resolve("ports")).get(node)));
    }

    @Override
    public int exitCodeOfAFault() {
        return Halt.EXIT_FAULT;
    }

    @Override
    public int exitCodeOfADivergence() {
        return Halt.EXIT_DIVERGED;
    }
}
