package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.allmende.drills.Drill;
import org.allmende.drills.DrillContext;
import org.allmende.drills.Drills;
import org.allmende.drills.Verdict;
import org.allmende.drills.VerdictFile;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        header = "Run a drill on a network of its own, and judge.",
        description = {
            "",
            "The network lives in a folder of its own and is stopped again, whatever happens. A failed verdict ends with"
                    + " exit code 1.",
        },
        footer = {"", "Example:", "  allmende drill run provider-outage --json verdict.json"})
final class DrillRun implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "NAME", description = "The drill's name, from 'allmende drill list'.")
    private String name = "";

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "4", description = "Of its network (default: 4).")
    private int nodes;

    @Option(names = "--dir", paramLabel = "DIR", description = "An empty folder for its network (default: a new one).")
    private @Nullable Path dir;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the verdict there too.")
    private @Nullable Path json;

    DrillRun(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Drill drill = Drills.named(name).orElseThrow(() -> new Refusal(
                "there is no drill '" + name + "'",
                Drills.all().isEmpty()
                        ? "there are none yet"
                        : "take one of: " + Drills.all().stream().map(Drill::name).collect(Collectors.joining(", "))));
        if (nodes < DrillContext.NODES_MIN || nodes > Cast.PLAYERS.size()) {
            throw new Refusal(
                    "a drill takes " + DrillContext.NODES_MIN + " to " + Cast.PLAYERS.size() + " nodes, not " + nodes,
                    "choose --nodes accordingly");
        }
        Verdict verdict;
        try (Progress progress = new Progress(screen)) {
            verdict = drill.run(new DrillContext(thisCommand(), folder(), nodes, progress::show));
        }
        show(verdict);
        if (json != null) {
            VerdictFile.write(json, verdict);
        }
        return verdict.passed() ? Exit.OK : Exit.REFUSED;
    }

    private void show(Verdict verdict) {
        TextTable table = new TextTable(verdict.name(), "");
        verdict.figures().forEach((figure, number) -> table.row(figure, number));
        screen.out().print(table);
        screen.answer("");
        verdict.failures().forEach(failure -> screen.answer("FAILED: " + failure));
        screen.answer(verdict.passed() ? "passed" : "FAILED");
    }

    private Path folder() throws Refusal, IOException {
        if (dir == null) {
            return Files.createTempDirectory("allmende-drill");
        }
        Files.createDirectories(dir);
        try (var files = Files.list(dir)) {
            if (files.findAny().isPresent()) {
                throw new Refusal(dir + " is not empty", "give the drill a folder of its own");
            }
        }
        return dir;
    }

    /** Runs on the classes and the Java of this process, so that a drill judges what is called. */
    private static List<String> thisCommand() {
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
