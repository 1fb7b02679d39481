package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.allmende.drills.Drill;
import org.allmende.drills.DrillContext;
import org.allmende.drills.Drills;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        header = "Run a drill on a network of its own, and judge.",
        description = {
            "",
            "The network lives in a folder of its own and is stopped again, whatever happens. A new folder is deleted when"
                    + " the drill passed, and kept for whoever asks why when it did not. A failed verdict ends with exit"
                    + " code 1.",
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

    @Mixin
    private Judged judged = new Judged();

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
        return judged.judge(
                screen,
                dir,
                Judged.Picture.NONE,
                (folder, progress) -> drill.run(new DrillContext(Judged.thisCommand(), folder, nodes, progress)));
    }
}
