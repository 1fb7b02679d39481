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
import java.util.Optional;
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
    private static final int LOOK_MILLIS = 50;

    /** State of a socket in the kernel's tables. */
    private static final String LISTEN = "0A";

    private final Process process;
    private final PrintWriter in;
    private final Thread listener;
    private final Life life;
    private final Engine.Memory memory;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile @Nullable String failure;
    private @Nullable Process guard;

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
        tell(line);
        return answer().orElseThrow(() -> new AssertionError(life + " ended before it answered '" + line + "'"));
    }

    /** Sends one line; its {@link #answer} is to be taken before the next. */
    void tell(String line) {
        in.println(line);
    }

    /** The answer to what it was told; empty when it has ended without one. */
    Optional<String> answer() {
        try {
            for (long end = System.nanoTime() + ANSWER_WITHIN.toNanos(); System.nanoTime() < end; ) {
                // In this order: what it said before it ended is all here once nobody listens any more.
                boolean ended = !listener.isAlive();
                String answer = answers.poll(ended ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (answer != null || ended) {
                    return Optional.ofNullable(answer);
                }
            }
            throw new AssertionError(life + " gave no answer within " + ANSWER_WITHIN);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Why its engine did not start. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * From now on no file of this process can become longer than this, as when its disk is full but for that much.
     * What is longer already stays, and cannot be written to.
     */
    void limitFiles(long bytes) throws IOException {
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes);
    }

    boolean isOrdering() {
        if (failure != null) {
            throw new AssertionError(life + ": " + failure);
        }
        return ask("health").startsWith("ORDERING");
    }

    /** The same for one that may end meanwhile. */
    boolean livesAndOrders() {
        tell("health");
        return answer().filter(answer -> answer.startsWith("ORDERING")).isPresent();
    }

    String submit(Transaction transaction, Duration validFor) {
        return ask(submission(transaction, validFor));
    }

    /** The line that submits it. */
    static String submission(Transaction transaction, Duration validFor) {
        return "submit %d %d %d %d"
                .formatted(
                        transaction.id(), transaction.notBeforeMillis(), transaction.size(), validFor.toMillis());
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
        guard = guard();
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
        if (guard != null) {
            guard.destroy();
        }
    }

    /**
     * A process that stands still does not notice that nobody is there any more, and who is killed kills nobody else: so
     * that a third looks after both.
     */
    private Process guard() {
        try {
            return new ProcessBuilder(
                            "sh",
                            "-c",
                            "while kill -0 $0; do kill -0 $1 || exit; sleep 1; done; kill -9 $1",
                            Long.toString(ProcessHandle.current().pid()),
                            Long.toString(process.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void signal(String signal) {
        try {
            run("kill", signal, Long.toString(process.pid()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(String... command) throws IOException {
        try {
            int result = new ProcessBuilder(command).start().waitFor();
            if (result != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + result);
            }
        } catch (InterruptedException e) {
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
