package org.allmende.drills.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.allmende.drills.Pause;

/** etcd's own command, as the system has it installed. */
final class Etcdctl {
    private Etcdctl() {}

    /** What a run came to. */
    record Run(boolean succeeded, String output) {}

    /**
     * Runs it to its end.
     *
     * @param folder where what it prints is kept, one run's at a time
     * @throws IOException when it is not installed, or takes longer than {@code limit}
     */
    static Run run(Path folder, Duration limit, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("etcdctl"));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("etcdctl.out");
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("etcdctl was not done within " + limit.toSeconds() + " s: look at " + out);
            }
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue() == 0, Files.readString(out, StandardCharsets.UTF_8));
    }

    /**
     * Waits until all of these say that they are well.
     *
     * @param folder as of {@link #run}
     * @param running whether it is still worth waiting
     * @throws IOException when they do not within {@code limit}; names the logs
     */
    static void awaitHealth(Path folder, Duration limit, List<String> endpoints, BooleanSupplier running, Path logs)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!run(folder, limit, "--endpoints", String.join(",", endpoints), "endpoint", "health").succeeded()) {
            if (!running.getAsBoolean() || System.nanoTime() > deadline) {
                throw new IOException(String.join(",", endpoints) + " did not become healthy: look at " + logs);
            }
            Pause.of(Duration.ofMillis(200));
        }
    }
}
