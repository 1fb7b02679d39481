package org.allmende.consensus.hashgraph;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Some nodes as processes of this machine, in one folder. */
final class TestNetwork implements AutoCloseable {
    private final Path dir;
    private final List<Integer> ports;
    private final long heartbeatMillis;
    private final List<String> engine;
    private final List<NodeProcess> nodes = new ArrayList<>();

    TestNetwork(Path dir, int size, long heartbeatMillis, List<String> engine) throws IOException {
        this.dir = dir;
        this.heartbeatMillis = heartbeatMillis;
        this.engine = engine;
        this.ports = TestCards.freePorts(size);
        TestKeys.write(keys(), size);
        for (int number = 0; number < size; number++) {
            nodes.add(launch(number));
        }
    }

    NodeProcess node(int number) {
        return nodes.get(number);
    }

    List<NodeProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** Starts a node that was killed, from whatever its folder holds. */
    void start(int number) throws IOException {
        nodes.set(number, launch(number));
    }

    /** Removes everything a stopped node knew but its keys. */
    void wipe(int number) throws IOException {
        try (Stream<Path> files = Files.walk(folder(number))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Path folder(int number) {
        return dir.resolve("node" + number);
    }

    int port(int number) {
        return ports.get(number);
    }

    void awaitOrdering(Duration limit, int... numbers) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> IntStream.of(numbers).allMatch(number -> node(number).isOrdering()));
    }

    /** Waits until all nodes have counted the same transactions in the same order. */
    NodeProcess.Status awaitLevel(Duration limit) {
        return await().atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> nodes.stream().map(NodeProcess::status).toList(),
                        all -> all.stream()
                                        .map(status -> status.count() + " " + status.chain())
                                        .distinct()
                                        .count()
                                == 1)
                .getFirst();
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::kill);
    }

    private NodeProcess launch(int number) throws IOException {
        return new NodeProcess(
                NodeProcess.command(folder(number), number, keys(), ports, heartbeatMillis, engine),
                dir.resolve("node" + number + ".log"));
    }

    private Path keys() {
        return dir.resolve("keys");
    }
}
