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
import org.awaitility.core.ConditionTimeoutException;

/** The nodes of one engine as processes of this machine, in one folder, and all they have ever said. */
final class Network implements AutoCloseable {
    /** For a machine of two cores that is busy with something else. */
    static final Duration SETTLES_WITHIN = Duration.ofMinutes(3);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** Much less than rounds that are due are apart. */
    private static final Duration EBBS_AWAY = Duration.ofMillis(300);

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

    /** Tries to start another process on the folder of a node that runs; what it fails with. */
    String intrude(int number) throws IOException {
        RunningNode second = new RunningNode(
                command(number, node(number).memory(), Plant.NOTHING),
                dir.resolve("second-node" + number + ".log"),
                new Life(number, 0),
                node(number).memory());
        try {
            await("it is refused").atMost(SETTLES_WITHIN).pollInterval(LOOK).until(() -> second.failure().isPresent());
            return second.failure().orElseThrow();
        } finally {
            second.kill();
        }
    }

    /** Starts every node whose process has ended, from whatever its folder holds. */
    void startWhatEnded() throws IOException {
        for (RunningNode node : nodes()) {
            if (!node.isAlive()) {
                node.kill();
                start(node.life().node(), node.memory(), Plant.NOTHING);
            }
        }
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
        settle(SETTLES_WITHIN);
    }

    /** The same, but fails when they do not within {@code limit}; says what came to nothing. */
    void settle(Duration limit) {
        awaitOrdering();
        long target = lives.stream().mapToLong(Life::height).max().orElse(0);
        try {
            await("all are level and nothing is under way")
                    .atMost(limit)
                    .pollInterval(LOOK)
                    .until(() -> unsettled(target).isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not settled within " + limit + ": " + unsettled(target), e);
        }
        long level = lives.stream().mapToLong(Life::height).max().orElse(0);
        await("all are at one height")
                .atMost(SETTLES_WITHIN)
                .pollInterval(LOOK)
                .until(() -> living().allMatch(node -> node.life().height() >= level));
    }

    private List<String> unsettled(long height) {
        return living().map(RunningNode::life)
                .filter(life -> life.height() < height || !life.waiting().isEmpty())
                .map(life -> "%s is at height %d of %d and waits for %s"
                        .formatted(life, life.height(), height, life.waiting()))
                .toList();
    }

    /** Waits until there was nothing to do for so long that rounds came only because they were due. */
    void awaitQuiet() {
        await("nothing but rounds that were due")
                .atMost(SETTLES_WITHIN)
                .pollInterval(LOOK)
                .until(() -> living().allMatch(node -> node.life().idleRounds() >= 2));
    }

    /** Waits until a round that was due has just come to all, and what it took to make it has ebbed away. */
    void awaitStill() {
        awaitQuiet();
        long before = lives.stream().mapToLong(Life::height).max().orElse(0);
        await("a round that was due is everywhere")
                .atMost(SETTLES_WITHIN)
                .pollInterval(LOOK)
                .until(() -> living().map(RunningNode::life)
                        .allMatch(life -> life.height() > before && life.idleRounds() >= 2));
        // Here the time itself is what is waited for.
        await("it has ebbed away").pollDelay(EBBS_AWAY).until(() -> true);
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
