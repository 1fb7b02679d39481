package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the processes of nodes use, as Linux counts it, by what their threads do. */
public final class NodeMeter {
    /** USER_HZ, which is this on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final String APPLY_SECONDS = "allmende_apply_cpu_seconds_total";

    private final List<ProcessHandle> processes;
    private final List<URI> nodes;

    /** @param nodes the same, as they are asked; none: they are no nodes of ours */
    public NodeMeter(List<ProcessHandle> processes, List<URI> nodes) {
        this.processes = List.copyOf(processes);
        this.nodes = List.copyOf(nodes);
    }

    /** What a node's processor time goes to. */
    public enum Work {
        /** Signatures, ahead of the rounds. */
        VERIFICATION,
        /** The ledger's rounds: on the engine's threads, so the node itself tells. */
        APPLY,
        /** All else of the engine, the writing of rows into its map included. */
        ENGINE,
        /** The engine's virtual map: hashing, flushing, writing to disk. */
        MAP,
        /** Requests of clients. */
        GATEWAY,
        /** The JVM's. */
        COMPILER,
        /** The JVM's. */
        COLLECTOR,
        /** Threads that are in none of the others, and those that have ended. */
        OTHER;

        /** As in the name of a figure. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By a thread's name, of which Linux keeps the first 15 bytes. */
        static Work ofThread(String thread) {
            if (thread.startsWith("verifier")) {
                return VERIFICATION;
            }
            if (thread.startsWith("VirtualMap") || thread.startsWith("MerkleDb") || thread.startsWith("<virtual-map")
                    || thread.startsWith("<merkle-db") || thread.startsWith("<merkledb")) {
                return MAP;
            }
            if (thread.contains("Compiler")) {
                return COMPILER;
            }
            if (thread.startsWith("GC ") || thread.startsWith("VM ") || thread.startsWith("G1 ")) {
                return COLLECTOR;
            }
            if (thread.startsWith("<") || thread.startsWith("platform") || thread.startsWith("ForkJoinPool-p")
                    || thread.startsWith("allmende-tick")) {
                return ENGINE;
            }
            if (thread.startsWith("ForkJoinPool-1") || thread.startsWith("VirtualThread") || thread.contains("helidon")
                    || thread.startsWith("server") || thread.startsWith("grpc-")) {
                return GATEWAY;
            }
            return OTHER;
        }
    }

    /**
     * Processor seconds so far, of all nodes together; every work is there.
     *
     * @throws IOException when a node cannot be asked
     */
    public Map<Work, Double> secondsByWork() throws IOException, InterruptedException {
        Map<Work, Double> seconds = new EnumMap<>(Work.class);
        for (ProcessHandle process : processes) {
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path thread : threads.toList()) {
                    add(thread, seconds);
                }
            }
        }
        double running = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        double all = Arrays.stream(seconds()).sum();
        return split(seconds, applySeconds(), Math.max(0, all - running));
    }

    /**
     * Tells the ledger's rounds from the engine on whose threads they are applied.
     *
     * @param byThread of the threads that run
     * @param ended of those that have ended
     */
    static Map<Work, Double> split(Map<Work, Double> byThread, double apply, double ended) {
        Map<Work, Double> seconds = new EnumMap<>(Work.class);
        for (Work work : Work.values()) {
            seconds.put(work, byThread.getOrDefault(work, 0.0));
        }
        double known = Math.min(apply, seconds.getOrDefault(Work.ENGINE, 0.0));
        seconds.put(Work.APPLY, known);
        seconds.merge(Work.ENGINE, -known, Double::sum);
        seconds.merge(Work.OTHER, ended, Double::sum);
        return seconds;
    }

    /** What part of the nodes' processor time went where meanwhile; every work is there. */
    public static Map<Work, Double> parts(Map<Work, Double> before, Map<Work, Double> after) {
        Map<Work, Double> parts = new EnumMap<>(Work.class);
        for (Work work : Work.values()) {
            // What has ended meanwhile was counted elsewhere before.
            parts.put(work, Math.max(0, after.getOrDefault(work, 0.0) - before.getOrDefault(work, 0.0)));
        }
        double all = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        parts.replaceAll((work, seconds) -> all > 0 ? seconds / all : 0);
        return parts;
    }

    private double applySeconds() throws IOException, InterruptedException {
        if (nodes.isEmpty()) {
            return 0;
        }
        double sum = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (URI node : nodes) {
                sum += NodeMetrics.read(http, node, APPLY_SECONDS);
            }
        }
        return sum;
    }

    private static void add(Path thread, Map<Work, Double> seconds) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
            seconds.merge(Work.ofThread(name), ticks / TICKS_PER_SECOND, Double::sum);
        } catch (NoSuchFileException e) {
            // It has ended meanwhile.
        }
    }

    /** Processor seconds of each node so far. */
    public double[] seconds() {
        return processes.stream()
                .mapToDouble(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
                .toArray();
    }

    /** What each node holds in memory, in megabytes. */
    double[] residentMegabytes() throws IOException {
        return megabytes("VmRSS:");
    }

    /**
     * The most that each node has held in memory since its start, in megabytes.
     *
     * @throws IOException when one has ended
     */
    public double[] peakMegabytes() throws IOException {
        return megabytes("VmHWM:");
    }

    private double[] megabytes(String field) throws IOException {
        double[] megabytes = new double[processes.size()];
        for (int i = 0; i < megabytes.length; i++) {
            megabytes[i] = megabytes(processes.get(i), field);
        }
        return megabytes;
    }

    private static double megabytes(ProcessHandle process, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024.0;
            }
        }
        throw new IOException("the system does not say how much memory process " + process.pid() + " holds");
    }
}
