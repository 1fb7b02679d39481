package org.allmende.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.node.FolderLock;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        header = "Stop the nodes that 'up' started on this machine.",
        description = {
            "",
            "What was written stays: 'allmende up' starts the same network again. Only processes that run in the"
                    + " network's folder are stopped, told by their number and the time they began.",
        },
        footer = {"", "Examples:", "  allmende down", "  allmende down --dir /tmp/seven"})
final class Down implements Callable<Integer> {
    private final Screen screen;

    @Option(names = "--dir", paramLabel = "DIR", description = "The network's folder (default: see 'allmende --help').")
    private @Nullable Path dir;

    Down(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal {
        NetworkFolder folder = dir == null ? NetworkFolder.standard() : new NetworkFolder(dir);
        folder.readGenesis();
        var nodes = folder.cardsHere();
        try (FolderLock _ = FolderLock.take(folder.lock(), "wait until it is done, then try again");
                Progress progress = new Progress(screen)) {
            List<String> stopped = new LocalNodes(folder).stop(nodes, progress);
            screen.answer(stopped.isEmpty() ? "No node was running." : "Stopped: " + String.join(", ", stopped) + ".");
            return Exit.OK;
        }
    }
}
