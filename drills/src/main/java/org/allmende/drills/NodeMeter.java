package org.allmende.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the processes of nodes use, as Linux counts it, by what their threads do. */
final class NodeMeter {
    /** USER_HZ, which is this on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    static final String COMPILER = "compiler";

    private final List<ProcessHandle> processes;

    NodeMeter(List<ProcessHandle> processes) {
        this.processes = List.copyOf(processes);
    }

    /**
     * Processor seconds so far, of all nodes together, by work: {@code verification}, {@code apply}, {@code map} (the
     * engine's virtual map: hashing, flushing, writing), {@code engine} (all else of the engine), {@code gateway},
     * {@code compiler} and {@code collector} (the JVM's), {@code other}. Threads that have ended are in none of them.
     */
    Map<String, Double> secondsByWork() throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        for (ProcessHandle process : processes) {
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path thread : threads.toList()) {
                    add(thread, seconds);
                }
            }
        }
        return seconds;
    }

    private static void add(Path thread, Map<String, Double> seconds) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
            seconds.merge(work(name), ticks / TICKS_PER_SECOND, Double::sum);
        } catch (NoSuchFileException e) {
            // It has ended meanwhile.
        }
    }

    /** By a thread's name, of which Linux keeps the first 15 bytes. */
    private static String work(String thread) {
        if (thread.startsWith("verifier")) {
            return "verification";
        }
        if (thread.startsWith("VirtualMap") || thread.startsWith("MerkleDb") || thread.startsWith("<virtual-map")
                || thread.startsWith("<merkle-db") || thread.startsWith("<merkledb")) {
            return "map";
        }
        if (thread.contains("Compiler")) {
            return COMPILER;
        }
        if (thread.startsWith("GC ") || thread.startsWith("VM ") || thread.startsWith("G1 ")) {
            return "collector";
        }
        if (thread.startsWith("<") || thread.startsWith("platform") || thread.startsWith("ForkJoinPool-p")) {
            return "engine";
        }
        if (thread.startsWith("ForkJoinPool-1") || thread.startsWith("VirtualThread") || thread.contains("helidon")
                || thread.startsWith("server")) {
            return "gateway";
        }
        return "other: " + thread;
    }

    /** Processor seconds of each node so far. */
    double[] seconds() {
        return processes.stream()
                .mapToDouble(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
                .toArray();
    }

    /** What each node holds in memory, in megabytes. */
    double[] residentMegabytes() throws IOException {
        double[] resident = new double[processes.size()];
        for (int i = 0; i < resident.length; i++) {
            resident[i] = residentMegabytes(processes.get(i));
        }
        return resident;
    }

    private static double residentMegabytes(ProcessHandle process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024.0;
            }
        }
        throw new IOException("the system does not say how much memory process " + process.pid() + " holds");
    }
}
