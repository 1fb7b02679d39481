package org.allmende.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process runs in a folder: its number and when it began. A number alone may have been given to a stranger
 * since; a process counts as ours only when both agree.
 */
public final class ProcessFile {
    /** Systems report the beginning of a process in ticks since boot, so two readers may differ by a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private ProcessFile() {}

    /** Notes the process this is called in. */
    static void write(Path file) throws IOException {
        write(file, ProcessHandle.current());
    }

    static void write(Path file, ProcessHandle process) throws IOException {
        Files.writeString(file, text(process));
    }

    static String text(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli() + "\n";
    }

    /** The process noted there, if it still runs. */
    public static Optional<ProcessHandle> running(Path file) throws Refusal {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(file).strip().split(" ");
            long pid = Long.parseLong(words[0]);
            Instant began = Instant.ofEpochMilli(Long.parseLong(words[1]));
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> began(process, began));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new Refusal(
                    "cannot tell from " + file + " which process runs in its folder",
                    "when none does, remove the file",
                    e);
        }
    }

    private static boolean began(ProcessHandle process, Instant when) {
        return process.info()
                .startInstant()
                .map(actual -> Duration.between(actual, when).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
