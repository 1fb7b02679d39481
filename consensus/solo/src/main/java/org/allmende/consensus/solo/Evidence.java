package org.allmende.consensus.solo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What is kept of a fault, for whoever has to find its cause. */
final class Evidence {
    private Evidence() {}

    /**
     * Writes {@code fault-ROUND-TIME.txt}; the round itself, when it came that far, is in the log.
     *
     * @return where it is, in words; a fault may well keep this from being written
     */
    static String write(Disk disk, Path dir, Instant now, String doing, long round, Throwable fault) {
        StringWriter text = new StringWriter();
        text.append("when   ").append(now.toString()).append('\n');
        text.append("doing  ").append(doing).append('\n');
        text.append("round  ").append(Long.toString(round)).append(" was the last in the log\n\n");
        fault.printStackTrace(new PrintWriter(text, true));
        Path file = dir.resolve("fault-" + round + "-" + now.toEpochMilli() + ".txt");
        try {
            Files.createDirectories(dir);
            DurableFiles.write(disk, file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
            return "evidence is in " + file;
        } catch (IOException e) {
            return "no evidence could be written: " + e.getMessage();
        }
    }
}
