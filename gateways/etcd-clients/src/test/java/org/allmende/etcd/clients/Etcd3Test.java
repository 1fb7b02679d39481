package org.allmende.etcd.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** etcd3, a client for Node.js: what it is held to is in {@code src/test/resources/etcd3}. */
@Timeout(900)
class Etcd3Test {
    private static final Path SOURCES = Path.of("src/test/resources/etcd3");
    private static final Path FOLDER = Path.of("target/etcd3");
    private static final int INSTALLED_WITHIN_SECONDS = 300;
    private static final int TESTED_WITHIN_SECONDS = 300;

    @TempDir
    Path dir;

    @Test
    void doesAllThatItCan() throws Exception {
        for (String program : List.of("node", "npm")) {
            assumeInstalled(program);
        }
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "etcd3.test.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        run(
                INSTALLED_WITHIN_SECONDS,
                Map.of(),
                "npm",
                "install",
                "--no-package-lock",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund");
        String said;
        try (Member member = Member.start(dir)) {
            said = run(TESTED_WITHIN_SECONDS, Map.of("ETCD_ENDPOINT", member.endpoint()), "node", "etcd3.test.js");
        }
        long tests = Files.readString(SOURCES.resolve("etcd3.test.js"))
                .lines()
                .filter(line -> line.startsWith("test("))
                .count();
        assertThat(said).contains("# pass " + tests + "\n");
    }

    private static void assumeInstalled(String program) {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!installed) {
            System.out.println("SKIPPED: there is no " + program + ": apt install nodejs npm");
        }
        Assumptions.assumeTrue(installed, "no " + program + ": apt install nodejs npm");
    }

    /** Returns what it said; it must end well. */
    private String run(int withinSeconds, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile(dir, words[0], ".said");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(withinSeconds, TimeUnit.SECONDS);
            String text = Files.readString(said);
            assertThat(ended).as(String.join(" ", words) + " did not end, and said\n" + text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
