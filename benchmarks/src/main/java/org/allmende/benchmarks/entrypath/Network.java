package org.allmende.benchmarks.entrypath;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.allmende.consensus.hashgraph.GossipKeys;

/** Four node processes, and the folder they keep everything in. */
final class Network implements AutoCloseable {
    static final int FIRST_PORT = Integer.getInteger("entrypath.port", 31_700);

    private static final long LIMIT_SECONDS = 150;
    private static final long POLL_NANOS = 50_000_000;

    private final Path dir;
    private final List<String> flags;
    private final List<String> arguments;
    private final List<NodeHandle> nodes = new ArrayList<>();

    /**
     * @param flags more flags for the nodes' JVMs
     * @param snapshotSeconds between two snapshots of a node's state
     */
    Network(Path dir, List<String> flags, Layout layout, int rows, int snapshotSeconds) throws IOException {
        this.dir = dir;
        this.flags = flags;
        this.arguments = List.of(
                Integer.toString(FIRST_PORT), layout.name(), Integer.toString(rows), Integer.toString(snapshotSeconds));
        Files.createDirectories(dir);
        for (int node = 0; node < NodeProcess.NODES; node++) {
            if (!Files.exists(NodeProcess.keys(dir, node))) {
                GossipKeys.generate(new SecureRandom()).writeTo(NodeProcess.keys(dir, node));
            }
        }
    }

    /** Starts all nodes; seconds until all of them order. */
    double start() throws IOException {
        long begun = System.nanoTime();
        for (int node = 0; node < NodeProcess.NODES; node++) {
            nodes.add(NodeHandle.start(flags, dir, node, arguments));
        }
        await("all nodes order", () -> all("status").stream().allMatch(Network::orders));
        return secondsSince(begun);
    }

    /** Starts a node that was killed; seconds until it orders at the others' height. */
    double startAgain(int node) throws IOException {
        long begun = System.nanoTime();
        nodes.set(node, NodeHandle.start(flags, dir, node, arguments));
        await("node " + node + " is level again", () -> {
            Map<String, Object> status = nodes.get(node).ask("status");
            return orders(status) && height(status) >= height(nodes.get(0).ask("status")) - 100;
        });
        return secondsSince(begun);
    }

    void kill(int node) {
        nodes.get(node).kill();
    }

    void wipe(int node) throws IOException {
        delete(NodeProcess.folder(dir, node));
    }

    List<Map<String, Object>> all(String command) {
        return nodes.stream().map(node -> node.ask(command)).toList();
    }

    Map<String, Object> ask(int node, String command) {
        return nodes.get(node).ask(command);
    }

    /** Waits until all nodes tell the digest of one height; whether their rows are the same there. */
    boolean level() {
        List<Map<String, Object>> digests = new ArrayList<>();
        // What is offered again may still be ordered between two nodes' answers.
        await("all nodes reach the same height", () -> {
            digests.clear();
            digests.addAll(all("digest"));
            return digests.stream().map(Network::height).distinct().count() == 1;
        });
        return digests.stream().map(digest -> digest.get("digest")).distinct().count() == 1;
    }

    /** Waits until every node has written a snapshot of its state since {@code millis}. */
    void awaitSnapshotsSince(long millis) {
        await("every node writes a snapshot", () -> {
            for (int node = 0; node < NodeProcess.NODES; node++) {
                if (newestSnapshotMillis(NodeProcess.folder(dir, node)) <= millis) {
                    return false;
                }
            }
            return true;
        });
    }

    private static long newestSnapshotMillis(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("stateMetadata.txt"))
                    .mapToLong(file -> file.toFile().lastModified())
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            // A snapshot was rotated away in the middle of the walk.
            return 0;
        } catch (java.io.UncheckedIOException e) {
            return 0;
        }
    }

    /** Megabytes on disk of one node, files with several names counted once. */
    long diskMegabytes(int node) throws IOException {
        var seen = new java.util.HashSet<Object>();
        long[] bytes = new long[1];
        Files.walkFileTree(NodeProcess.folder(dir, node), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Object key = attributes.fileKey();
                if (key == null || seen.add(key)) {
                    bytes[0] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0] / 1_000_000;
    }

    @Override
    public void close() {
        for (NodeHandle node : nodes) {
            node.kill();
        }
    }

    /** The last lines of every node's log. */
    static String lastWords(Path dir) throws IOException {
        StringBuilder words = new StringBuilder();
        for (int node = 0; node < NodeProcess.NODES; node++) {
            Path log = dir.resolve("node-" + node + ".log");
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            words.append(log).append('\n');
            lines.subList(Math.max(0, lines.size() - 5), lines.size())
                    .forEach(line -> words.append("  ").append(line).append('\n'));
        }
        return words.toString();
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    static void delete(Path dir) throws IOException {
        if (!Files.exists(dir)) {
            return;
        }
        try (var files = Files.walk(dir)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    private static boolean orders(Map<String, Object> status) {
        return "ORDERING".equals(status.get("state"));
    }

    private static long height(Map<String, Object> status) {
        return ((Number) status.getOrDefault("height", 0)).longValue();
    }

    static void pause(double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("not within " + LIMIT_SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
