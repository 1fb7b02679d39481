package org.allmende.drills.patroni;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.allmende.drills.Gaps;
import org.allmende.drills.Pause;
import org.jspecify.annotations.Nullable;

/**
 * A client of PostgreSQL that writes numbered rows, one commit each, to whichever server is the primary: {@code psql},
 * which is told of both.
 */
final class PostgresRows implements AutoCloseable {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(100);

    private final PostgresPrograms programs;
    private final Path folder;
    private final String servers;
    private final TreeMap<Long, Long> acknowledgedAt = new TreeMap<>();
    private final Thread thread = new Thread(this::write, "rows");
    private long next = 1;
    private boolean stopped;
    private @Nullable Process session;

    private PostgresRows(PostgresPrograms programs, Path folder, List<Integer> ports) {
        this.programs = programs;
        this.folder = folder;
        servers = "host=" + ports.stream().map(port -> "127.0.0.1").collect(Collectors.joining(",")) + " port="
                + ports.stream().map(String::valueOf).collect(Collectors.joining(","))
                + " dbname=postgres user=postgres connect_timeout=3 target_session_attrs=read-write";
    }

    /**
     * Makes the table, and begins.
     *
     * @param folder for what psql says
     * @param ports of both servers
     */
    static PostgresRows start(PostgresPrograms programs, Path folder, List<Integer> ports)
            throws IOException, InterruptedException {
        PostgresRows rows = new PostgresRows(programs, folder, ports);
        rows.ask("create table rows (number bigint primary key)");
        rows.thread.start();
        return rows;
    }

    /** How many have been acknowledged. */
    synchronized int count() {
        return acknowledgedAt.size();
    }

    /** As {@link Gaps#longestMillis}. */
    synchronized double longestGapMillis(long fromNanos, long toNanos) {
        return Gaps.longestMillis(
                acknowledgedAt.values().stream().mapToLong(Long::longValue).toArray(), fromNanos, toNanos);
    }

    /** The rows that were acknowledged and are not at the primary now. */
    Set<Long> lost() throws IOException, InterruptedException {
        Set<Long> missing;
        synchronized (this) {
            missing = new TreeSet<>(acknowledgedAt.keySet());
        }
        ask("select number from rows").lines().map(Long::valueOf).forEach(missing::remove);
        return missing;
    }

    private ProcessBuilder psql(String... more) {
        List<String> words = new ArrayList<>(List.of(programs.program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1"));
        words.addAll(List.of("-d", servers));
        words.addAll(List.of(more));
        return programs.process(words).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    private String ask(String statement) throws IOException, InterruptedException {
        Path answer = folder.resolve("answer");
        Process process = psql("-c", statement).redirectOutput(answer.toFile()).start();
        if (!process.waitFor(ANSWERS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("PostgreSQL did not answer '" + statement + "' within " + ANSWERS_WITHIN.toSeconds()
                    + " s: look at the logs in " + folder);
        }
        if (process.exitValue() != 0) {
            throw new IOException("PostgreSQL refused '" + statement + "': look at the logs in " + folder);
        }
        return Files.readString(answer, StandardCharsets.UTF_8).strip();
    }

    private void write() {
        try {
            while (!isStopped()) {
                Process process = begin();
                try {
                    writeUntilItEnds(process);
                } catch (IOException gone) {
                    // The server was lost with the row on its way: whether it was written is not known.
                } finally {
                    process.destroyForcibly();
                }
                Pause.of(BEFORE_ANOTHER_TRY);
            }
        } catch (IOException | InterruptedException end) {
            // It was stopped; or psql cannot be started, and the rows that are missed say so.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized Process begin() throws IOException {
        if (stopped) {
            throw new IOException("it was stopped");
        }
        Process process = psql().start();
        session = process;
        return process;
    }

    /** Never twice the same number, so that no row is taken for another. */
    private void writeUntilItEnds(Process process) throws IOException, InterruptedException {
        try (BufferedWriter to = process.outputWriter(StandardCharsets.UTF_8);
                BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
            while (true) {
                long row = next++;
                to.write("insert into rows values (" + row + ") returning number;\n");
                to.flush();
                if (!Long.toString(row).equals(from.readLine())) {
                    return;
                }
                synchronized (this) {
                    acknowledgedAt.put(row, System.nanoTime());
                }
                Pause.of(BETWEEN);
            }
        }
    }

    /** Stops writing; what was acknowledged can still be compared. */
    void stop() throws InterruptedException {
        Process last;
        synchronized (this) {
            stopped = true;
            last = session;
        }
        if (last != null) {
            last.destroyForcibly();
            last.waitFor(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        }
        thread.interrupt();
        thread.join();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
