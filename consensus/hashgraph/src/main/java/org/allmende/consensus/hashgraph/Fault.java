package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a node whose state can no longer be trusted: writes down what happened, then ends the process. The engine
 * would log an exception of its state machine and go on with the next round, on a state that no other node has.
 */
final class Fault {
    private static final Logger LOG = LoggerFactory.getLogger(Fault.class);

    private final Path folder;
    private final Halt halt;
    private volatile @Nullable String raised;

    Fault(Path folder, Halt halt) {
        this.folder = folder;
        this.halt = halt;
    }

    /** Why the node stopped, or null while it has not. */
    @Nullable String raised() {
        return raised;
    }

    /**
     * @param round the engine's number of the round, for its makers' tools
     * @param height the last height this node applied whole
     */
    synchronized void raise(String what, int exitCode, long round, long height, @Nullable Throwable cause) {
        if (raised != null) {
            return;
        }
        Path file = folder.resolve("fault-" + Instant.now().toString().replace(':', '-') + ".txt");
        // Whatever fails in here, a log that cannot be written to among it, a node that has raised a fault ends.
        try {
            raised = what;
            LOG.error("this node stops: {}; evidence in {}", what, file, cause);
            Files.createDirectories(folder);
            Files.writeString(
                    file,
                    report(what, exitCode, round, height, cause),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            LOG.error("the evidence could not be written to {}", file, e);
        } finally {
            halt.now(exitCode);
        }
    }

    private static String report(String what, int exitCode, long round, long height, @Nullable Throwable cause) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println("what: " + what);
        out.println("exit code: " + exitCode);
        out.println("engine round: " + round);
        out.println("last height applied: " + height);
        out.println("thread: " + Thread.currentThread().getName());
        if (cause != null) {
            cause.printStackTrace(out);
        }
        return text.toString();
    }
}
