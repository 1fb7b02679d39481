package org.allmende.benchmarks.entrypath;

import com.swirlds.state.BinaryState;
import com.swirlds.state.merkle.VirtualMapState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.allmende.consensus.hashgraph.StateLayout;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine;

/** What one node measures of itself, between {@link #begin} and {@link #figures}. */
final class Meter implements SyntheticRows.Observer {
    private static final int SAMPLES = 2_000_000;
    private static final int SUBMITTED_MAX = 1_000_000;
    private static final int THREADS_SHOWN = 14;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final int node;
    private final Samples applying = new Samples(SAMPLES);
    private final Samples writing = new Samples(SAMPLES);
    private final Samples rounds = new Samples(SAMPLES);
    private final Samples commits = new Samples(SAMPLES);
    private final Map<Long, Long> submitted = new ConcurrentHashMap<>();
    private final List<Long> appliedSequences = new ArrayList<>();
    private Map<Long, Long> threadCpuBefore = Map.of();
    private long begunNanos;
    private long cpuBefore;
    private long writtenBefore;
    private long drawnRows;
    private long changedRows;
    private long applyNanos;
    private long refused;
    private volatile int restoredRows;
    private volatile long restoreNanos = -1;

    Meter(int node) {
        this.node = node;
    }

    /** Measures what {@code layout} does. */
    StateLayout measured(StateLayout layout) {
        return new StateLayout() {
            @Override
            public void genesis(BinaryState state, StateMachine machine) {
                layout.genesis(state, machine);
            }

            @Override
            public void write(BinaryState state, StateMachine.Applied applied, StateMachine machine) {
                long begun = System.nanoTime();
                layout.write(state, applied, machine);
                written(System.nanoTime() - begun);
            }

            @Override
            public Iterable<Entry> read(VirtualMapState state) {
                return layout.read(state);
            }
        };
    }

    void submitted(long sequence) {
        if (submitted.size() < SUBMITTED_MAX) {
            submitted.put(sequence, System.nanoTime());
        }
    }

    synchronized void refused(long sequence) {
        submitted.remove(sequence);
        refused++;
    }

    @Override
    public synchronized void applied(Work.Draw draw) {
        if (draw.node() == node) {
            appliedSequences.add(draw.sequence());
        }
    }

    @Override
    public synchronized void changed(int drawn, int changed, long nanos) {
        drawnRows += drawn;
        changedRows += changed;
        applyNanos = nanos;
        applying.add(nanos);
    }

    private synchronized void written(long nanos) {
        writing.add(nanos);
        rounds.add(nanos + applyNanos);
        long now = System.nanoTime();
        for (long sequence : appliedSequences) {
            Long at = submitted.remove(sequence);
            if (at != null) {
                commits.add(now - at);
            }
        }
        appliedSequences.clear();
    }

    @Override
    public void restored(int rows, long nanos) {
        restoredRows = rows;
        restoreNanos = nanos;
    }

    synchronized void begin() {
        applying.clear();
        writing.clear();
        rounds.clear();
        commits.clear();
        drawnRows = 0;
        changedRows = 0;
        refused = 0;
        threadCpuBefore = threadCpu();
        writtenBefore = bytesWritten();
        cpuBefore = processCpu();
        begunNanos = System.nanoTime();
    }

    /** Everything since {@link #begin}, by name with unit. */
    synchronized Map<String, Object> figures() {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        double cpu = (processCpu() - cpuBefore) / 1e9;
        Map<String, Object> figures = new TreeMap<>();
        figures.put("cpu_cores", cpu / seconds);
        figures.put("written_mb_per_s", (bytesWritten() - writtenBefore) / seconds / 1e6);
        figures.put("drawn_per_s", drawnRows / seconds);
        figures.put("changed_per_s", changedRows / seconds);
        figures.put("rounds_per_s", writing.count() / seconds);
        figures.put("refused", refused);
        quantiles(figures, "apply", applying);
        quantiles(figures, "write", writing);
        quantiles(figures, "round", rounds);
        quantiles(figures, "commit", commits);
        figures.put("seconds", seconds);
        figures.put("rss_mb", rssMegabytes());
        figures.put("threads_cores", busiest(seconds));
        figures.put("restored_rows", restoredRows);
        figures.put("restore_s", restoreNanos / 1e9);
        return figures;
    }

    double restoreSeconds() {
        return restoreNanos / 1e9;
    }

    private static void quantiles(Map<String, Object> figures, String name, Samples samples) {
        figures.put(name + "_p50_ms", samples.millis(500));
        figures.put(name + "_p99_ms", samples.millis(990));
        figures.put(name + "_max_ms", samples.millis(1000));
    }

    /** Cores by kind of thread: names without numbers. */
    private Map<String, Double> busiest(double seconds) {
        Map<String, Double> cores = new TreeMap<>();
        threadCpu().forEach((id, nanos) -> {
            var info = threads.getThreadInfo(id);
            long before = threadCpuBefore.getOrDefault(id, 0L);
            if (info != null && nanos > before) {
                String kind = info.getThreadName().replaceAll("[0-9]+", "#");
                cores.merge(kind, (nanos - before) / 1e9 / seconds, Double::sum);
            }
        });
        Map<String, Double> shown = new TreeMap<>();
        cores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(THREADS_SHOWN)
                .forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
        return shown;
    }

    private Map<Long, Long> threadCpu() {
        Map<Long, Long> cpu = new TreeMap<>();
        for (long id : threads.getAllThreadIds()) {
            cpu.put(id, threads.getThreadCpuTime(id));
        }
        return cpu;
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    static long rssMegabytes() {
        return number(Path.of("/proc/self/status"), "VmRSS:") / 1024;
    }

    private static long bytesWritten() {
        return number(Path.of("/proc/self/io"), "write_bytes:");
    }

    private static long number(Path file, String label) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(label))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
