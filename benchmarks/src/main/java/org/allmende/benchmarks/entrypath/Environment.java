package org.allmende.benchmarks.entrypath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where and on what a run was made. */
final class Environment {
    private static final double QUIET = 0.1;

    private Environment() {}

    /** Processors, memory and Java, in a line. */
    static String machine() throws IOException {
        String model = firstOf(Path.of("/proc/cpuinfo"), "model name").replaceAll(".*: *", "");
        long kilobytes = Long.parseLong(firstOf(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""));
        return String.format(
                Locale.ROOT,
                "%d x %s, %d GB, %s %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                model,
                kilobytes >> 20,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    /** Load averages over 1, 5 and 15 minutes. */
    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).replaceAll("^(\\S+ \\S+ \\S+).*\\s*", "$1");
    }

    /**
     * Waits until the processors are nearly idle, for a minute at most.
     *
     * @return the share of the processors that others used in the last two seconds
     */
    static double awaitQuiet() throws IOException {
        double busy = 1;
        for (int i = 0; i < 30 && busy > QUIET; i++) {
            long[] before = ticks();
            Network.pause(2);
            long[] after = ticks();
            busy = 1 - (double) (after[0] - before[0]) / (after[1] - before[1]);
        }
        return busy;
    }

    /** Ticks of all processors since the machine started: idle or waiting for a disk, and all. */
    private static long[] ticks() throws IOException {
        String[] fields = firstOf(Path.of("/proc/stat"), "cpu ").trim().split(" +");
        long all = 0;
        for (int i = 1; i < fields.length; i++) {
            all += Long.parseLong(fields[i]);
        }
        return new long[] {Long.parseLong(fields[4]) + Long.parseLong(fields[5]), all};
    }

    /** The commit of the working folder, with a plus when files differ from it. */
    static String commit() throws IOException, InterruptedException {
        String commit = run("git", "rev-parse", "--short=12", "HEAD");
        return commit + (run("git", "status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : "+");
    }

    private static String firstOf(Path file, String label) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .orElse(label + ": 0");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? output : "unknown";
    }
}
