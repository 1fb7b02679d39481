package org.allmende.drills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The {@code allmende} command as a drill uses it: from outside, as a person would. */
final class Command {
    private final List<String> words;
    private final Path folder;
    private int runs;
    private boolean ended;
    private @Nullable Process running;

    /** @param folder where what it prints is kept, for whoever asks why a drill could not be carried out */
    Command(List<String> words, Path folder) {
        this.words = List.copyOf(words);
        this.folder = folder;
    }

    /**
     * Runs it to its end.
     *
     * @return what it printed to its standard output
     * @throws IOException when it fails or takes too long, with what it said
     */
    String run(Duration limit, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        runs++;
        Path out = folder.resolve(runs + ".out");
        Path err = folder.resolve(runs + ".err");
        List<String> line = new ArrayList<>(words);
        line.addAll(List.of(arguments));
        Process process = start(new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile()));
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("'allmende " + String.join(" ", arguments) + "' was not done within "
                    + limit.toSeconds() + " s: " + said(err) + "; look at " + out + " and " + err);
        }
        if (process.exitValue() != 0) {
            throw new IOException("'allmende " + String.join(" ", arguments) + "' ended with exit code "
                    + process.exitValue() + ": " + said(err));
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    /**
     * Runs it without waiting for its end, which somebody else sees to.
     *
     * @param output where what it prints is kept
     */
    void start(Path output, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(words);
        line.addAll(List.of(arguments));
        new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (ended) {
            throw new IOException("the drill is being ended");
        }
        Process process = builder.start();
        running = process;
        return process;
    }

    /**
     * Ends the one that runs, as a Ctrl-C would, and lets none begin after it. From another thread than those that run
     * it.
     */
    void end(Duration patience) throws InterruptedException {
        Process last;
        synchronized (this) {
            ended = true;
            last = running;
        }
        if (last != null) {
            last.destroy();
            if (!last.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                last.destroyForcibly();
            }
        }
    }

    private static String said(Path err) throws IOException {
        String text = Files.readString(err, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "it said nothing" : text.substring(Math.max(0, text.length() - 2_000));
    }
}
