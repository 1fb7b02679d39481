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
 * would drop each event it cannot write, one after the other, while the others count it among those that have them. What
 * else is thrown there is logged only: it may be a peer's doing, who must not end other nodes.
 */
final class EngineFailure implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFailure.class);

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
        diskError(thrown)
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
