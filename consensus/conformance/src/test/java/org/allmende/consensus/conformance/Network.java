package org.allmende.consensus.conformance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The nodes of one engine as processes of this machine, in one folder, and all they have ever said. */
final class Network implements AutoCloseable {
    /** For a machine of two cores that is busy with something else. */
    static final Duration SETTLES_WITHIN = Duration.ofMinutes(3);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Engine engine;
    private final Path dir;
    private final List<RunningNode> nodes = new ArrayList<>();
    private final List<Life> lives = new ArrayList<>();

    /** A new network, none of whose nodes runs yet. */
    Network(Engine engine, Path dir) throws IOException {
        this.engine = engine;
        this.dir = dir;
        delete(dir);
        engine.prepare(dir);
    }

    Path dir() {
        return dir;
    }

    int size() {
        return engine.nodes();
    }

    RunningNode node(int number) {
        return nodes.get(number);
    }

    List<RunningNode> nodes() {
        return List.copyOf(nodes);
    }

    List<RunningNode> others(int than) {
        return nodes.stream().filter(node -> node.life().node() != than).toList();
    }

    /** Everything any process of this network has said. */
    List<Life> lives() {
        return List.copyOf(lives);
    }

    /** Starts whatever does not run, and what remembers for another time anew; waits until all order. */
    void run(Engine.Memory memory) throws IOException {
        for (int number = 0; number < size(); number++) {
            if (number < nodes.size() && node(number).isAlive() && node(number).memory() != memory) {
                node(number).kill();
            }
        }
        for (int number = 0; number < size(); number++) {
            if (number >= nodes.size() || !node(number).isAlive()) {
                start(number, memory, Plant.NOTHING);
            }
        }
        awaitOrdering();
    }

    /** Starts a node that does not run, from whatever its folder holds. */
    void start(int number, Engine.Memory memory, Plant plant) throws IOException {
        long before = lives.stream().filter(life -> life.node() == number).count();
        Life life = new Life(number, (int) before);
        RunningNode started = new RunningNode(command(number, memory, plant), log(number), life, memory);
        lives.add(life);
        if (number < nodes.size()) {
            nodes.set(number, started);
        } else {
            nodes.add(started);
        }
    }

    /** Removes everything a stopped node knew. */
    void wipe(int number) throws IOException {
        delete(Engine.folder(dir, number));
    }

    /** Cuts the newest file of a stopped node's log short; how many bytes it was. */
    long tear(int number, long bytes) throws IOException {
        try (FileChannel file = FileChannel.open(engine.newestLog(dir, number), StandardOpenOption.WRITE)) {
            long before = file.size();
            file.truncate(Math.max(0, before - bytes));
            return before - file.size();
        }
    }

    /** What a node wrote down before it stopped itself. */
    List<String> evidence(int number) throws IOException {
        Path folder = engine.evidence(dir, number);
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<String> evidence = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().startsWith("fault-")) {
                    evidence.add(Files.readString(file));
                }
            }
        }
        return evidence;
    }

    /** Waits until all nodes that run take part in ordering. */
    void awaitOrdering() {
        await("all order")
                .atMost(SETTLES_WITHIN)
                .pollInterval(LOOK)
                .until(() -> living().allMatch(RunningNode::isOrdering));
    }

    /** Waits until every node that runs has applied all that any had, and what they accepted has come or expired. */
    void settle() {
        awaitOrdering();
        long target = lives.stream().mapToLong(Life::height).max().orElse(0);
        await("all are level and nothing is under way")
                .atMost(SETTLES_WITHIN)
                .pollInterval(LOOK)
                .until(() -> living().map(RunningNode::life)
                        .allMatch(life -> life.height() >= target && life.waiting().isEmpty()));
        long level = lives.stream().mapToLong(Life::height).max().orElse(0);
        await("all are at one height")
                .atMost(SETTLES_WITHIN)
                .pollInterval(LOOK)
                .until(() -> living().allMatch(node -> node.life().height() >= level));
    }

    /** Waits until there was nothing to do for so long that rounds came only because they were due. */
    void awaitQuiet() {
        await("nothing but rounds that were due")
                .atMost(SETTLES_WITHIN)
                .pollInterval(LOOK)
                .until(() -> living().allMatch(node -> node.life().idleRounds() >= 2));
    }

    private Stream<RunningNode> living() {
        return nodes.stream().filter(RunningNode::isAlive);
    }

    /** Kills all that runs, all at once; what the nodes wrote stays. */
    @Override
    public void close() {
        nodes.forEach(RunningNode::startKilling);
        nodes.forEach(RunningNode::kill);
    }

    /** Where a node's process writes what goes wrong, and, beside it, what it says. */
    private Path log(int number) {
        return dir.resolve("node" + number + ".log");
    }

    private List<String> command(int number, Engine.Memory memory, Plant plant) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // These processes live for seconds: the better compiler would only take their time.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                NodeProcess.class.getName(),
                engine.name(),
                dir.toString(),
                Integer.toString(number),
                memory.name(),
                plant.name());
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
