package org.allmende.drills.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
}
