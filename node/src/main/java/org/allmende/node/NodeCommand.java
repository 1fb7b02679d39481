package org.allmende.node;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the process of a node is started: the one place that knows the options of its Java virtual machine. */
public final class NodeCommand {
    /** Elsewhere the Java virtual machine does not know the option, and would not start. */
    private static final boolean LARGE_PAGES = Files.isReadable(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"));

    private NodeCommand() {}

    /** The words of the command for the node in {@code folder}, on the Java and the classes of this process. */
    public static List<String> words(NodeFolder folder, NodeSettings settings) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(machine(settings.heapMegabytes()));
        cache(settings).ifPresent(words::add);
        words.addAll(settings.jvmOptions());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeProcess.class.getName()));
        words.add(folder.path().toString());
        return words;
    }

    /**
     * The options of a node's Java virtual machine, for whoever measures what happens inside of one.
     *
     * @param heapMegabytes the most heap it may take
     */
    public static List<String> machine(int heapMegabytes) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + heapMegabytes + "m",
                // A small beginning: many nodes share a rehearsal's machine.
                "-Xms128m",
                // Else a third of that, for ever: under load it would be full, and the node stand still, every second.
                // The other half is what the start-up cache needs for its objects.
                "-XX:NewSize=64m",
                "-XX:+UseSerialGC",
                // Half of the heap is for what is young. Receipts and events live for minutes: the more room there is
                // before they count as old, the rarer are the full collections, each a second of standing still.
                "-XX:NewRatio=1",
                // What this and the large pages below bring: ADR-015.
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                // protobuf asks it for the layout of arrays, of which the machine else warns in four lines.
                "--sun-misc-unsafe-memory-access=allow",
                // Errors of the machine itself belong on the console; a start-up cache that no longer fits does not.
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        if (LARGE_PAGES) {
            // Heap and code in pages of 2 MB, where the kernel gives them to those who ask.
            options.add("-XX:+UseTransparentHugePages");
        }
        return List.copyOf(options);
    }

    /** Starts it on its own, so that it outlives this process and a Ctrl-C on its terminal; it prints into its folder. */
    public static Process start(NodeFolder folder, NodeSettings settings) throws IOException {
        Files.createDirectories(folder.logs());
        List<String> words = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        words.add(Files.isExecutable(setsid) ? setsid.toString() : "/usr/bin/nohup");
        words.addAll(words(folder, settings));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(folder.console().toFile());
        return started(builder);
    }

    /**
     * Starts it on this process's terminal, with its diary there too. Who calls this watches over the node: when its process
     * ends as {@link ExitCode#EPOCH_OVER}, the next goes on.
     */
    public static Process startHere(NodeFolder folder, NodeSettings settings) throws IOException {
        return started(new ProcessBuilder(supervised(folder, settings)).inheritIO());
    }

    /** The same for the process that goes on when that one ends: it waits until it is told, see {@link Successor}. */
    public static Process startNextHere(NodeFolder folder, NodeSettings settings) throws IOException {
        return waiting(supervised(folder, settings));
    }

    private static List<String> supervised(NodeFolder folder, NodeSettings settings) {
        List<String> words = words(folder, settings);
        words.add(1, "-Dallmende.console=INFO");
        words.add(1, "-D" + NodeProcess.SUPERVISED + "=true");
        return words;
    }

    /** Starts the process that goes on when this one, a node's, ends; it prints where this one does, and waits likewise. */
    static Process startNext(NodeFolder folder) throws IOException {
        try {
            return waiting(words(folder, folder.readSettings()));
        } catch (Refusal e) {
            throw new IOException(e.getMessage() + "; " + e.advice(), e);
        }
    }

    private static Process waiting(List<String> words) throws IOException {
        words.add(Successor.WAITS);
        return started(new ProcessBuilder(words)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT));
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        // glibc else keeps an arena of native memory for every few threads, some hundred megabytes in a node.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }

    private static Optional<String> cache(NodeSettings settings) {
        Path classes = Path.of(System.getProperty("java.class.path").split(":", 2)[0]);
        Path cache = classes.resolveSibling("node.aot");
        boolean training = settings.jvmOptions().stream().anyMatch(option -> option.startsWith("-XX:AOT"));
        boolean wanted = !"off".equals(System.getenv("ALLMENDE_CACHES"));
        return !training && wanted && Files.exists(cache)
                ? Optional.of("-XX:AOTCache=" + cache)
                : Optional.empty();
    }
}
