package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allmende.drills.Verdict;
import org.allmende.drills.VerdictFile;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is common to all that runs a network, or a benchmark, of its own and ends with figures and a verdict. */
final class Judged {
    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures and the verdict there too.")
    private @Nullable Path json;

    /** Shows it, writes it where it was asked for, and answers with the exit code. */
    int show(Screen screen, Verdict verdict) throws IOException {
        TextTable table = new TextTable(verdict.name(), "");
        verdict.figures().forEach((figure, number) -> table.row(figure, number));
        screen.out().print(table);
        screen.answer("");
        verdict.failures().forEach(failure -> screen.answer("FAILED: " + failure));
        screen.answer(verdict.passed() ? "passed" : "FAILED");
        if (json != null) {
            VerdictFile.write(json, verdict);
        }
        return verdict.passed() ? Exit.OK : Exit.REFUSED;
    }

    /**
     * @param dir null: a new folder
     * @throws Refusal when it is not empty
     */
    static Path folder(@Nullable Path dir) throws Refusal, IOException {
        if (dir == null) {
            return Files.createTempDirectory("allmende-drill");
        }
        Files.createDirectories(dir);
        try (var files = Files.list(dir)) {
            if (files.findAny().isPresent()) {
                throw new Refusal(dir + " is not empty", "give it an empty folder");
            }
        }
        return dir;
    }

    /** Runs on the classes and the Java of this process, so that what is judged is what was called. */
    static List<String> thisCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Allmende.class.getName());
    }
}
