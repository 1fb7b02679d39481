package org.allmende.drills.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.allmende.drills.Pause;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Starts the clients: jetcd in a process of its own, the same for all servers. */
final class Clients {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;
    private final Path folder;

    /**
     * @param program the jar of {@code etcd-load}
     * @param folder for what it prints
     */
    Clients(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** What clients ask for. */
    enum Work {
        PUTS("puts", "put"),
        LINEARIZABLE_GETS("linearizable_gets", "linearizable_get"),
        SERIALIZABLE_GETS("serializable_gets", "serializable_get");

        private final String word;
        private final String one;

        Work(String word, String one) {
            this.word = word;
            this.one = one;
        }

        /** In the names of figures. */
        String word() {
            return word;
        }

        /** One of them, likewise. */
        String one() {
            return one;
        }
    }

    /**
     * What clients saw while they counted.
     *
     * @param done what was answered
     * @param longestGapMillis without an answer to anybody
     * @param cpuSeconds of the clients
     * @param missed events that were never told, of watches
     */
    record Seen(
            long done,
            long failed,
            double seconds,
            double p50Millis,
            double p99Millis,
            double longestGapMillis,
            double cpuSeconds,
            long missed) {
        double perSecond() {
            return done / seconds;
        }

        /** For people. */
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,.0f a second, half of them within %.1f ms, 99 of 100 within %.0f ms",
                    perSecond(), p50Millis, p99Millis);
        }
    }

    /** Done while clients count. */
    interface Meanwhile {
        void act() throws IOException, InterruptedException;
    }

    Seen ask(List<String> endpoints, Work work, int clients, Duration warmUp, Duration time)
            throws IOException, InterruptedException {
        return ask(endpoints, work, clients, warmUp, time, () -> {});
    }

    /** @param meanwhile as soon as they count */
    Seen ask(
            List<String> endpoints, Work work, int clients, Duration warmUp, Duration time, Meanwhile meanwhile)
            throws IOException, InterruptedException {
        return run(endpoints, List.of(work.word().replace('_', '-')), clients, warmUp, time, meanwhile);
    }

    /** Puts of keys each of which is watched, counted as they are told. */
    Seen watch(List<String> endpoints, int watches, int clients, Duration warmUp, Duration time)
            throws IOException, InterruptedException {
        return run(
                endpoints,
                List.of("watches", "--watches", Integer.toString(watches)),
                clients,
                warmUp,
                time,
                () -> {});
    }

    private Seen run(
            List<String> endpoints,
            List<String> work,
            int clients,
            Duration warmUp,
            Duration time,
            Meanwhile meanwhile)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // What libraries of their time have to say of this Java, and of having no log, is nobody's news.
                "--sun-misc-unsafe-memory-access=allow",
                "-Dslf4j.internal.verbosity=ERROR",
                "-jar",
                program.toString()));
        words.addAll(work);
        words.addAll(List.of(
                "--endpoints", String.join(",", endpoints),
                "--clients", Integer.toString(clients),
                "--warm-up", Long.toString(warmUp.toSeconds()),
                "--seconds", Long.toString(time.toSeconds())));
        Path out = folder.resolve("clients.out");
        Path err = folder.resolve("clients.err");
        Process process = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            Pause.until(
                    warmUp.plus(STARTS_WITHIN), () -> !process.isAlive() || text(out).startsWith("counting"));
            meanwhile.act();
            if (!process.waitFor(time.plus(STARTS_WITHIN).toSeconds(), TimeUnit.SECONDS)
                    || process.exitValue() != 0) {
                throw new IOException("the clients did not come to a figure: " + text(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return seen(text(out));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static Seen seen(String out) throws IOException {
        String[] lines = out.strip().split("\n");
        JsonNode said = JSON.readTree(lines[lines.length - 1]);
        return new Seen(
                said.path("done").asLong(),
                said.path("failed").asLong(),
                said.path("seconds").asDouble(),
                said.path("p50_ms").asDouble(),
                said.path("p99_ms").asDouble(),
                said.path("longest_gap_ms").asDouble(),
                said.path("cpu_seconds").asDouble(),
                said.path("missed").asLong(0));
    }
}
