package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.allmende.node.ExitCode;
import org.allmende.node.NodeCommand;
import org.allmende.node.NodeFolder;
import org.allmende.node.NodeSettings;
import org.allmende.node.Successor;
import org.jspecify.annotations.Nullable;

/** Stays with a node from one process to the next: starts the next one when it is wanted, and ends as the last one does. */
final class NodeKeeper {
    private static final long LOOK_MILLIS = 200;

    private final NodeFolder folder;
    private final NodeSettings settings;
    private final Successor next;
    private @Nullable Process running;

    NodeKeeper(NodeFolder folder, NodeSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.next = new Successor(() -> NodeCommand.startNextHere(folder, settings));
    }

    /** @return the exit code of its last process */
    int untilItEnds() throws IOException, InterruptedException {
        Files.deleteIfExists(folder.nextWanted());
        Process process = began(NodeCommand.startHere(folder, settings));
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
        while (true) {
            boolean isWanted = Files.exists(folder.nextWanted());
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (process.exitValue() != ExitCode.EPOCH_OVER) {
                    next.drop();
                    return process.exitValue();
                }
                process = began(next.go());
            } else if (isWanted && !next.isThere()) {
                next.prepare();
            } else if (!isWanted) {
                next.drop();
            }
        }
    }

    private synchronized Process began(Process process) {
        running = process;
        return process;
    }

    /** At the request to stop, by which this process would else end as killed. */
    private synchronized void end() {
        int code = ExitCode.STOPPED;
        if (running != null) {
            running.destroy();
            code = running.onExit().join().exitValue();
        }
        try {
            next.drop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean asked = ExitCode.wasAskedToStop(code) || code == ExitCode.EPOCH_OVER;
        Runtime.getRuntime().halt(asked ? ExitCode.STOPPED : code);
    }
}
