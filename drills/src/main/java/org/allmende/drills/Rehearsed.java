package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.allmende.node.NodeFolder;
import org.allmende.node.ProcessFile;
import org.allmende.node.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A network in a drill's folder, started and harmed from outside. Ends only processes of its own folder. */
public final class Rehearsed implements AutoCloseable {
    /** How long a network may take to start, and a node to be level again. Longer is a failed drill, not a slow one. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration COMMAND_ENDS_WITHIN = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DrillContext context;
    private final Command command;
    private final Path folder;
    private double readySeconds;
    private final Thread whenInterrupted = new Thread(this::end, "drill-end");

    private Rehearsed(DrillContext context) {
        this.context = context;
        this.folder = context.folder().resolve("network");
        this.command = new Command(context.command(), context.folder().resolve("commands"));
    }

    /** What the network says of one of its nodes. */
    public record Member(String name, String provider, String state, long height, String stateHash, URI api) {
        boolean isLevelAt(long least) {
            return state.equalsIgnoreCase("ORDERING") && height >= least;
        }
    }

    /**
     * Starts a new network and waits until it is ready.
     *
     * @throws IOException when it does not become ready; nothing is left running
     */
    public static Rehearsed up(DrillContext context) throws IOException, InterruptedException {
        Rehearsed network = new Rehearsed(context);
        Runtime.getRuntime().addShutdownHook(network.whenInterrupted);
        try {
            network.start();
            return network;
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** How long it took from the command to all nodes being level. */
    double readySeconds() {
        return readySeconds;
    }

    private void start() throws IOException, InterruptedException {
        long from = System.nanoTime();
        command.run(
                PATIENCE,
                "up",
                "--detach",
                "--dir",
                folder.toString(),
                "--nodes",
                Integer.toString(context.nodes()),
                "--port-base",
                "0");
        readySeconds = (System.nanoTime() - from) / 1e9;
    }

    /**
     * Starts whatever does not run, and waits until all agree.
     *
     * @throws IOException when they do not
     */
    public void startMissing() throws IOException, InterruptedException {
        command.run(PATIENCE, "up", "--detach", "--dir", folder.toString());
    }

    /** As {@code allmende up --dir} has it. */
    public Path folder() {
        return folder;
    }

    Path ownerKey() {
        return folder.resolve("owner.key");
    }

    /** What a node holds, its keys and settings aside. */
    Path data(String node) {
        return new NodeFolder(nodes().resolve(node)).data();
    }

    /** Of the operator of a node. */
    Path operatorKey(String node) {
        return folder.resolve("operators").resolve(node + ".key");
    }

    /**
     * All nodes, in the order of the network's genesis.
     *
     * @throws IOException when they cannot be asked
     */
    public List<Member> members() throws IOException, InterruptedException {
        JsonNode status = JSON.readTree(command.run(PATIENCE, "status", "--json", "--dir", folder.toString()));
        List<Member> members = new ArrayList<>();
        for (JsonNode node : status.path("nodes")) {
            members.add(new Member(
                    node.path("name").asString(""),
                    node.path("provider").asString(""),
                    node.path("state").asString(""),
                    node.path("height").asLong(0),
                    node.path("stateHash").asString(""),
                    URI.create(node.path("addresses").path("api").asString(""))));
        }
        return members;
    }

    /** The file of a node's card. */
    Path card(String node) {
        return new NodeFolder(nodes().resolve(node)).card();
    }

    /**
     * Has the operator of a node propose a change of the roster; a card that it brings counts as checked.
     *
     * @return the number of the proposal
     */
    long propose(String node, String... what) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("propose"));
        words.addAll(List.of(what));
        words.addAll(List.of("--even-if-concentrated", "--checked", "a drill's", "--key", operatorKey(node).toString()));
        words.addAll(List.of("--dir", folder.toString()));
        String said = command.run(PATIENCE, words.toArray(String[]::new));
        return Long.parseLong(said.strip().split("\\s+")[1]);
    }

    /** Has the operator of a node say yes to a proposal. */
    void vote(String node, long proposal) throws IOException, InterruptedException {
        command.run(
                PATIENCE,
                "vote",
                Long.toString(proposal),
                "yes",
                "--checked",
                "a drill's",
                "--key",
                operatorKey(node).toString(),
                "--dir",
                folder.toString());
    }

    /** Whether a node has no process any more after this time at most. */
    boolean endsWithin(String node, Duration limit) throws IOException, InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (running(node).isPresent()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Pause.of(Duration.ofMillis(100));
        }
        return true;
    }

    /** A node whose folder is beside the others', and which the network does not have yet. */
    final class Newcomer {
        private final NodeFolder home;

        private Newcomer(NodeFolder home) {
            this.home = home;
        }

        Path card() {
            return home.card();
        }

        /** Runs it as a person would, until it is stopped with the others. */
        void start(Path cardOfMember) throws IOException {
            command.start(
                    home.path().resolve("start.out"),
                    "node",
                    "start",
                    "--dir",
                    home.path().toString(),
                    "--member",
                    cardOfMember.toString());
        }
    }

    /**
     * Makes the folder of another node.
     *
     * @param ports for clients, and for nodes
     */
    Newcomer newcomer(String name, List<Integer> ports) throws IOException, InterruptedException {
        NodeFolder home = new NodeFolder(nodes().resolve(name));
        Path key = folder.resolve("operators").resolve(name + ".key");
        String made = command.run(PATIENCE, "key", "new", key.toString());
        String publicKey = made.strip().split("\\s+")[2];
        command.run(
                PATIENCE,
                "node",
                "init",
                "--dir",
                home.path().toString(),
                "--name",
                name,
                "--operator",
                name,
                "--provider",
                "provider of " + name,
                "--region",
                "region of " + name,
                "--jurisdiction",
                "CH",
                "--operator-key",
                publicKey,
                "--http-port",
                Integer.toString(ports.get(0)),
                "--gossip-port",
                Integer.toString(ports.get(1)));
        return new Newcomer(home);
    }

    /**
     * Where a node answers clients of etcd, as {@code 127.0.0.1:7800}.
     *
     * @throws IOException when it does not
     */
    public String etcd(String node) throws IOException {
        try {
            return new NodeFolder(nodes().resolve(node))
                    .readSettings().etcd().addresses().stream()
                            .findFirst()
                            .map(at -> at.getHostString() + ":" + at.getPort())
                            .orElseThrow(() -> new IOException("node " + node + " does not answer clients of etcd"));
        } catch (Refusal e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The providers, in the order of their first nodes. */
    static Set<String> providers(List<Member> members) {
        Set<String> providers = new LinkedHashSet<>();
        members.forEach(member -> providers.add(member.provider()));
        return providers;
    }

    /**
     * The process of a node.
     *
     * @throws IOException when it does not run
     */
    public ProcessHandle process(String node) throws IOException {
        return running(node).orElseThrow(() -> new IOException("node " + node + " does not run"));
    }

    private Optional<ProcessHandle> running(String node) throws IOException {
        try {
            return ProcessFile.running(new NodeFolder(nodes().resolve(node)).processFile());
        } catch (Refusal e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Ends the processes of these nodes at once with SIGKILL, and returns when they are gone.
     *
     * @throws IOException when one would not end
     */
    public void kill(List<String> nodes) throws IOException, InterruptedException {
        List<ProcessHandle> processes = new ArrayList<>();
        for (String node : nodes) {
            processes.add(process(node));
        }
        processes.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : processes) {
            awaitEnd(process);
        }
    }

    private static void awaitEnd(ProcessHandle process) throws IOException, InterruptedException {
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + process.pid() + " would not end", e);
        }
    }

    /** Stops all its nodes. */
    @Override
    public void close() throws IOException {
        try {
            down();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(whenInterrupted);
            } catch (IllegalStateException interrupted) {
                // It is at work.
            }
        }
    }

    private void down() throws IOException {
        if (!Files.exists(folder.resolve("genesis.borsh"))) {
            return;
        }
        try {
            command.run(Duration.ofMinutes(1), "down", "--dir", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping the network in " + folder, e);
        }
    }

    /** A Ctrl-C, or whatever else ends this process before the drill is over, leaves no node behind. */
    private void end() {
        try {
            command.end(COMMAND_ENDS_WITHIN);
            List<ProcessHandle> left = new ArrayList<>();
            for (String node : names()) {
                running(node).ifPresent(left::add);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle process : left) {
                awaitEnd(process);
            }
        } catch (IOException e) {
            System.err.println("allmende: could not stop the drill's nodes: " + e.getMessage());
            System.err.println("  try: allmende down --dir " + folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path nodes() {
        return folder.resolve("nodes");
    }

    private List<String> names() throws IOException {
        if (!Files.exists(nodes())) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(nodes())) {
            return each.map(node -> node.getFileName().toString()).toList();
        }
    }
}
