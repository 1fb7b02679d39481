package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allmende.drills.Drill;
import org.allmende.drills.DrillContext;
import org.allmende.drills.Drills;
import org.allmende.drills.Verdict;
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
            "",
            "With 'all' every drill is run, one after the other, whatever one of them comes to. What this machine has not"
                    + " the programs for is skipped: neither passed nor failed.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende drill run provider-outage --json verdict.json",
            "  allmende drill run all --quick --json drills.json",
        })
final class DrillRun implements Callable<Integer> {
    private final Screen screen;

    private static final String ALL = "all";

    @Option(names = "--quick", description = "With less load, for less time, and less often.")
    private boolean quick;

    @Parameters(paramLabel = "NAME", description = "The drill's name, from 'allmende drill list', or 'all'.")
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
        requirePossible();
        if (name.equals(ALL)) {
            return judged.judgeAll(
                    screen,
                    dir,
                    Drills.all().stream()
                            .map(each -> new Judged.Named(each.name(), (folder, progress) -> run(each, folder, progress)))
                            .toList());
        }
        Drill drill = Drills.named(name).orElseThrow(() -> new Refusal(
                "there is no drill '" + name + "'",
                Drills.all().isEmpty()
                        ? "there are none yet"
                        : "take one of: " + ALL + ", " + Drills.all().stream().map(Drill::name).collect(Collectors.joining(", "))));
        return judged.judge(
                screen, dir, Judged.Picture.NONE, (folder, progress) -> run(drill, folder, progress));
    }

    private Verdict run(Drill drill, Path folder, Consumer<String> progress) throws Exception {
        return drill.run(new DrillContext(Judged.thisCommand(), folder, nodes, quick, progress));
    }

    private void requirePossible() throws Refusal {
        if (nodes < DrillContext.NODES_MIN || nodes > Cast.PLAYERS.size()) {
            throw new Refusal(
                    "a drill takes " + DrillContext.NODES_MIN + " to " + Cast.PLAYERS.size() + " nodes, not " + nodes,
                    "choose --nodes accordingly");
        }
    }
}
