package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.drills.Drill;
import org.allmende.drills.Drills;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        header = "List the drills there are.",
        footer = {"", "Example:", "  allmende drill list"})
final class DrillList implements Callable<Integer> {
    private final Screen screen;

    DrillList(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (Drills.all().isEmpty()) {
            screen.tell("There are no drills yet.");
            return Exit.OK;
        }
        TextTable table = new TextTable("drill", "what it does and demands");
        for (Drill drill : Drills.all()) {
            table.row(drill.name(), drill.description());
        }
        screen.out().print(table);
        return Exit.OK;
    }
}
