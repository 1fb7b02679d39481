package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the parts of the engine throw. Left to itself the engine logs it and goes on: a node whose disk is full
 * would drop each event it cannot write, one after the other, while the others count it among those that have them. The
 * same where its files of events have lost some: those that the others bring again fit in no file that came after, and
 * without them the node would stand still. What else is thrown there is logged only: it may be a peer's doing, who must
 * not end other nodes.
 */
final class EngineFailure implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFailure.class);

    /** A class of the engine that we are not meant to compile against. */
    private static final String FILE_OF_EVENTS = "org.hiero.consensus.pces.impl.common.PcesMutableFile";

    private final Fault fault;
    private final LongSupplier round;
    private final LongSupplier height;
    private final Path folder;

    /**
     * @param round the engine's number of the last round handled
     * @param height the last height applied whole
     * @param folder whose disk it is that can be full
     */
    EngineFailure(Fault fault, LongSupplier round, LongSupplier height, Path folder) {
        this.fault = fault;
        this.round = round;
        this.height = height;
        this.folder = folder;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        LOG.error("a part of the engine failed on thread {}", thread.getName(), thrown);
        Optional<Throwable> diskError = diskError(thrown);
        if (diskError.isPresent()) {
            raise(
                    "could not write to " + folder + ": " + diskError.get().getMessage()
                            + "; make room on its disk, or mend it, and start this node again",
                    thrown);
        } else if (fitsNoFile(thrown)) {
            raise(
                    "could not keep an event, because " + folder + " has lost others: " + thrown.getMessage()
                            + "; start this node again, and if that does not help with " + folder
                            + " moved away: it then takes its state from the other nodes",
                    thrown);
        }
    }

    private void raise(String what, Throwable thrown) {
        fault.raise(what, Halt.EXIT_FAULT, round.getAsLong(), height.getAsLong(), thrown);
    }

    /** The engine has no exception of its own for it. Where no event is lost no peer can bring one that is refused. */
    private static boolean fitsNoFile(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown instanceof IllegalStateException
                && stack.length > 0
                && stack[0].getClassName().equals(FILE_OF_EVENTS);
    }

    /** Sockets are not read or written by these parts: what fails to be written here fails on a disk. */
    private static Optional<Throwable> diskError(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .findFirst();
    }
}
