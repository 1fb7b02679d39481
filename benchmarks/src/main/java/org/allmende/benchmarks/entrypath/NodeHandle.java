package org.allmende.benchmarks.entrypath;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A running {@link NodeProcess}. */
final class NodeHandle {
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC", "-Xmx1500m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");

    private final JsonMapper json = new JsonMapper();
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private NodeHandle(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param flags more flags for its JVM */
    static NodeHandle start(List<String> flags, Path dir, int node, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeProcess.class.getName()));
        command.addAll(List.of(dir.toString(), Integer.toString(node)));
        command.addAll(arguments);
        return new NodeHandle(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        dir.resolve("node-" + node + ".log").toFile()))
                .start());
    }

    /** Asks, and waits for the answer. */
    Map<String, Object> ask(String command) {
        commands.println(command);
        commands.flush();
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(NodeProcess.ANSWER)) {
                    return json.readValue(line.substring(NodeProcess.ANSWER.length()), new TypeReference<>() {});
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("a node ended: " + exit() + "; its log is in the folder of the run");
    }

    private String exit() {
        @Nullable Integer code = process.isAlive() ? null : process.exitValue();
        return code == null ? "it closed its output" : "exit code " + code;
    }

    /** Ends it at once, as kill -9 does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }
}
