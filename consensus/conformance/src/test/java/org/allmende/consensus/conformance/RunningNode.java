package org.allmende.consensus.conformance;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link NodeProcess} seen from outside. For one asking thread. */
final class RunningNode {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
    private static final Duration END_WITHIN = Duration.ofMinutes(1);

    /** State of a socket in the kernel's tables. */
    private static final String LISTEN = "0A";

    private final Process process;
    private final PrintWriter in;
    private final Thread listener;
    private final Life life;
    private final Engine.Memory memory;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile @Nullable String failure;

    /** @param log standard error is added to it; what it says goes beside it */
    RunningNode(List<String> command, Path log, Life life, Engine.Memory memory) throws IOException {
        this.life = life;
        this.memory = memory;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        // A process that stands still would not notice that nobody is there any more.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Path said = Path.of(log + ".said");
        listener = Thread.ofPlatform().daemon().name("listen to " + life).start(() -> listen(said));
    }

    private void listen(Path said) {
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter transcript = new PrintWriter(Files.newBufferedWriter(
                        said, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
            transcript.println("started " + life);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                transcript.println(line);
                if (line.startsWith("answer ")) {
                    answers.add(line.substring("answer ".length()));
                } else if (line.startsWith("failed ")) {
                    failure = line;
                } else {
                    Said.of(line).ifPresent(life::hear);
                }
            }
            transcript.println("ended with " + process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Life life() {
        return life;
    }

    Engine.Memory memory() {
        return memory;
    }

    /** Sends one line and gives back the answer to it. */
    String ask(String line) {
        in.println(line);
        try {
            String answer = answers.poll(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError(life + " gave no answer to '" + line + "' within " + ANSWER_WITHIN);
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isOrdering() {
        if (failure != null) {
            throw new AssertionError(life + ": " + failure);
        }
        return ask("health").startsWith("ORDERING");
    }

    String submit(Transaction transaction, Duration validFor) {
        return ask("submit %d %d %d %d"
                .formatted(
                        transaction.id(), transaction.notBeforeMillis(), transaction.size(), validFor.toMillis()));
    }

    boolean knows(List<Long> ids) {
        StringBuilder question = new StringBuilder("knows");
        ids.forEach(id -> question.append(' ').append(id));
        return ask(question.toString()).equals("true");
    }

    /** As {@code kill -9}: what it had said by then has been heard when this returns. */
    void kill() {
        startKilling();
        awaitEnd(END_WITHIN);
    }

    /** The same, but does not wait for its end. */
    void startKilling() {
        // By its handle: killed as a Process its output would be closed before all of it was heard.
        process.toHandle().destroyForcibly();
    }

    /** As {@code kill -STOP}: it stands still between two instructions, and knows nothing of it. */
    void pause() {
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int result = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
            if (result != 0) {
                throw new AssertionError("kill " + signal + " ended with " + result);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Closes its input, upon which the process ends. */
    int hangUp() {
        in.close();
        return awaitEnd(END_WITHIN);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String toString() {
        return life.toString();
    }

    /** Waits until the process has ended, and all it said was heard; its exit code. */
    int awaitEnd(Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() && !listener.isAlive());
        life.end();
        return process.exitValue();
    }

    /** Every address this process listens on, as the kernel writes it: {@code 0100007F:1F90} is 127.0.0.1:8080. */
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
}
