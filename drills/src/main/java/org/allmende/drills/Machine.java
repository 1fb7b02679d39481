package org.allmende.drills;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Where and of what a figure was taken: figures without it are hearsay. */
public final class Machine {
    private Machine() {}

    /** Cores, processor, memory and system in one line, as far as the system tells. */
    public static String description() {
        String processor = line(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
        String memory = line(Path.of("/proc/meminfo"), "MemTotal")
                .map(total -> Long.parseLong(total.replaceAll("[^0-9]", "")) / 1_048_576 + " GB, ")
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%d cores, %s, %s%s %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                processor,
                memory,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version());
    }

    /** How many processes ran or waited to, on average over the last minute; empty where the system does not tell. */
    public static OptionalDouble load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.round(load * 100) / 100.0);
    }

    /** The commit of the checkout this runs in, {@code -dirty} when files differ from it, or {@code unknown}. */
    public static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
                    .directory(Path.of(System.getProperty("allmende.home", ".")).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean done = git.waitFor(10, TimeUnit.SECONDS);
            return done && git.exitValue() == 0 ? said : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    private static Optional<String> line(Path file, String name) {
        try {
            return Files.isReadable(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith(name))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
