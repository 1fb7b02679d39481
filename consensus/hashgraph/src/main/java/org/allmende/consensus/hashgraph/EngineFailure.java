package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the parts of the engine throw. Left to itself the engine logs it and goes on: a node whose disk is full
 * would drop each event it cannot write, one after the other, while the others count it among those that have them. What
 * else is thrown there is logged only: it may be a peer's doing, who must not end other nodes. So is a file found closed
 * while the node is being closed: events are still under way then, and one that was not written was given to nobody.
 */
final class EngineFailure implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFailure.class);

    private final Fault fault;
    private final LongSupplier round;
    private final LongSupplier height;
    private final Path folder;
    private final BooleanSupplier closing;

    /**
     * @param round the engine's number of the last round handled
     * @param height the last height applied whole
     * @param folder whose disk it is that can be full
     * @param closing whether the node is being closed, or its process ends
     */
    EngineFailure(Fault fault, LongSupplier round, LongSupplier height, Path folder, BooleanSupplier closing) {
        this.fault = fault;
        this.round = round;
        this.height = height;
        this.folder = folder;
        this.closing = closing;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        LOG.error("a part of the engine failed on thread {}", thread.getName(), thrown);
        diskError(thrown)
                .filter(error -> !(error instanceof ClosedChannelException && closing.getAsBoolean()))
                .ifPresent(error -> fault.raise(
                        "could not write to " + folder + ": " + error.getMessage()
                                + "; make room on its disk, or mend it, and start this node again",
                        Halt.EXIT_FAULT,
                        round.getAsLong(),
                        height.getAsLong(),
                        thrown));
    }

    /** Sockets are not read or written by these parts: what fails to be written here fails on a disk. */
    private static Optional<Throwable> diskError(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .findFirst();
    }
}
