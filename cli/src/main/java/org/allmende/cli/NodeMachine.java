package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allmende.node.NodeCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs a verb once more in a process of its own whose Java virtual machine has the options of a node: what is measured in
 * it is what a node would do, its collector and its heap included.
 */
final class NodeMachine {
    /** The heap that an operator would give to a node with a million keys, and to all that is written to them meanwhile. */
    static final int HEAP_MEGABYTES = 4_000;

    private static final String INSIDE = "allmende.node.machine";

    /** What bin/allmende tells this command. */
    private static final List<String> PASSED_ON =
            List.of("allmende.dir", "allmende.home", "allmende.command", "allmende.terminal");

    private NodeMachine() {}

    /** Whether this process is one. */
    static boolean isHere() {
        return Boolean.getBoolean(INSIDE);
    }

    /**
     * Runs the verb there, on this terminal, to its end; whoever ends this process ends it too.
     *
     * @return its exit code
     */
    static int run(CommandSpec verb) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(NodeCommand.machine(HEAP_MEGABYTES));
        for (String property : PASSED_ON) {
            String value = System.getProperty(property);
            if (value != null) {
                words.add("-D" + property + "=" + value);
            }
        }
        words.addAll(List.of("-D" + INSIDE + "=true", "-cp", System.getProperty("java.class.path")));
        words.add(Allmende.class.getName());
        words.addAll(verb.root().commandLine().getParseResult().originalArgs());
        Process process = new ProcessBuilder(words).inheritIO().start();
        Thread end = new Thread(process::destroy, "node-machine-end");
        Runtime.getRuntime().addShutdownHook(end);
        int code = process.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException interrupted) {
            // It is at work.
        }
        return code;
    }
}
