package org.allmende.consensus.hashgraph;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link TestNode} seen from outside. Safe for one asking thread; what it applies is noted as it comes. */
final class NodeProcess {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    /** State of a socket in the kernel's tables. */
    private static final String LISTEN = "0A";

    record Status(String state, long height, long count, String chain, int restores, String why) {}

    private final Process process;
    private final PrintWriter in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Map<Long, Long> applied = new ConcurrentHashMap<>();
    private volatile @Nullable String failure;
    private volatile long orderingMillis = -1;

    NodeProcess(List<String> command, Path log) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread.ofPlatform().daemon().start(this::listen);
    }

    private void listen() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "applied" -> applied.put(Long.parseLong(words[1]), Long.parseLong(words[2]));
                    case "ordering" -> orderingMillis = Long.parseLong(words[1]);
                    case "started" -> {}
                    case "failed" -> failure = line;
                    default -> answers.add(line);
                }
            }
        } catch (IOException e) {
            // The process was killed: what it had said has been read.
        }
    }

    /** Sends one line whose answer nobody waits for. */
    void tell(String line) {
        in.println(line);
    }

    /** Sends one line and gives back the answer to it. */
    String ask(String line) {
        tell(line);
        try {
            String answer = answers.poll(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer to '" + line + "' within " + ANSWER_WITHIN);
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Status status() {
        String[] words = ask("status").split(" ", -1);
        return new Status(
                words[1],
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                words[4],
                Integer.parseInt(words[5]),
                words[6]);
    }

    boolean isOrdering() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return status().state().equals("ORDERING");
    }

    /** Milliseconds from the start of the process until it first ordered. */
    long orderingMillis() {
        return orderingMillis;
    }

    /** The numbers that transactions submitted here got, by id; also after the process has ended. */
    Map<Long, Long> applied() {
        return applied;
    }

    long number(long id, int size) {
        return Long.parseLong(ask("number " + id + " " + size).split(" ", -1)[2]);
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    /** The addresses this process listens on, as the kernel writes them: {@code 0100007F} is 127.0.0.1. */
    Set<String> listening() throws IOException {
        Path own = Path.of("/proc", Long.toString(process.pid()));
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(own.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    sockets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException e) {
                    // Closed since the folder was read.
                }
            }
        }
        Set<String> addresses = new TreeSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(own.resolve(table))) {
                List<String> columns = List.of(line.strip().split("\\s+", -1));
                if (columns.get(3).equals(LISTEN) && sockets.contains("socket:[" + columns.get(9) + "]")) {
                    addresses.add(columns.get(1));
                }
            }
        }
        return addresses;
    }

    /** Closes its input, upon which the process ends. */
    void hangUp() {
        in.close();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** Waits until the process has ended by itself; its exit code. */
    int awaitEnd(Duration limit) {
        await().atMost(limit).until(() -> !process.isAlive());
        return process.exitValue();
    }

    static List<String> command(
            Path dir, int self, Path keys, List<Integer> ports, long heartbeatMillis, List<String> engine) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // These processes live for seconds: the better compiler would only take their time.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TestNode.class.getName(),
                dir.toString(),
                Integer.toString(self),
                keys.toString(),
                String.join(",", ports.stream().map(String::valueOf).toList()),
                Long.toString(heartbeatMillis)));
        command.addAll(engine);
        return command;
    }
}
