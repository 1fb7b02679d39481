package org.allmende.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.ExitCode;
import org.allmende.node.NodeCommand;
import org.allmende.node.NodeFolder;
import org.allmende.node.ProcessFile;
import org.allmende.node.Refusal;

/** The processes of the nodes in one folder: starts them, sees them end, stops them; never touches a foreign one. */
final class LocalNodes {
    /** A node that has not ended this long after it was asked to is killed; its disk is made for that. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int LAST_WORDS_LINES = 5;

    private final NetworkFolder folder;
    private final Map<String, Process> started = new LinkedHashMap<>();
    private volatile boolean interrupted;

    LocalNodes(NetworkFolder folder) {
        this.folder = folder;
    }

    /** The process of this node, if one runs, whoever started it. */
    Optional<ProcessHandle> running(NodeCard node) throws Refusal {
        Process own = started.get(node.name());
        return own != null && own.isAlive()
                ? Optional.of(own.toHandle())
                : ProcessFile.running(folder.node(node.name()).processFile());
    }

    List<NodeCard> notRunning(List<NodeCard> nodes) throws Refusal {
        List<NodeCard> missing = new ArrayList<>();
        for (NodeCard node : nodes) {
            if (running(node).isEmpty()) {
                missing.add(node);
            }
        }
        return missing;
    }

    void start(NodeCard node) throws Refusal {
        NodeFolder home = folder.node(node.name());
        try {
            started.put(node.name(), NodeCommand.start(home, home.readSettings()));
        } catch (IOException e) {
            throw new Refusal(
                    "cannot start node '" + node.name() + "': " + e.getMessage(),
                    "check that " + home.path() + " may be written to",
                    e);
        }
    }

    /** @throws Refusal when a node that was started here has ended, with its last words */
    void requireAlive() throws Refusal {
        for (Map.Entry<String, Process> each : started.entrySet()) {
            if (!each.getValue().isAlive() && !isFollowed(each.getKey(), each.getValue())) {
                NodeFolder home = folder.node(each.getKey());
                String words = home.lastWords(LAST_WORDS_LINES);
                throw new Refusal(
                        "node '" + each.getKey() + "' ended (" + ExitCode.meaning(each.getValue().exitValue()) + ")"
                                + (words.isEmpty() ? "" : ":\n    " + words.replace("\n", "\n    ")),
                        "its log is in " + home.logs());
            }
        }
    }

    /** Whether its next process goes on, since the roster has changed. */
    private boolean isFollowed(String node, Process ended) throws Refusal {
        return ended.exitValue() == ExitCode.EPOCH_OVER
                && ProcessFile.running(folder.node(node).processFile()).isPresent();
    }

    /** How a node ended that was started here. */
    Optional<String> end(NodeCard node) {
        Process own = started.get(node.name());
        return own == null || own.isAlive() ? Optional.empty() : Optional.of(ExitCode.meaning(own.exitValue()));
    }

    /** Asks these nodes to end, all at once, and waits until they have. Answers with the names of those that ran. */
    List<String> stop(List<NodeCard> nodes, Progress progress) throws Refusal {
        Map<String, ProcessHandle> running = new LinkedHashMap<>();
        for (NodeCard node : nodes) {
            running(node).ifPresent(process -> running.put(node.name(), process));
        }
        running.values().forEach(ProcessHandle::destroy);
        List<String> stopped = new ArrayList<>();
        for (Map.Entry<String, ProcessHandle> each : running.entrySet()) {
            progress.show("stopping " + each.getKey());
            awaitEnd(each.getValue());
            stopped.add(each.getKey());
        }
        return stopped;
    }

    /**
     * From now on a Ctrl-C, or the end of the terminal, stops these nodes before it ends this process.
     *
     * @return the hook, to be removed when they may stay
     */
    Thread onInterrupt(List<NodeCard> nodes, Screen screen) {
        Thread hook = new Thread(() -> stopAndEnd(nodes, screen), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** Waits between two looks; for ever once a Ctrl-C is ending this process, so that nobody reports its effects. */
    void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
        if (interrupted) {
            Thread.currentThread().join();
        }
    }

    private void stopAndEnd(List<NodeCard> nodes, Screen screen) {
        interrupted = true;
        List<String> stopped = List.of();
        try (Progress progress = new Progress(screen)) {
            stopped = stop(nodes, progress);
        } catch (Refusal e) {
            screen.tell(e.getMessage() + "; " + e.advice() + ".");
        }
        screen.tell("Stopped: " + String.join(", ", stopped) + ".");
        // At once, and as a success: a Ctrl-C is how this is meant to end.
        Runtime.getRuntime().halt(Exit.OK);
    }

    private static void awaitEnd(ProcessHandle process) {
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            end.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process cannot fail", e);
        }
    }
}
