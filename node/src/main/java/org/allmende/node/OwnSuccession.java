package org.allmende.node;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.epoch.Succession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node's process makes way for the next: starts it itself, or, where somebody watches over the node, asks them by the file
 * {@link NodeFolder#nextWanted} and by the code it ends with.
 */
final class OwnSuccession implements Succession {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSuccession.class);

    /** Others may still need what this node knows of the last rounds; each gets it within some exchanges of events. */
    private static final long LINGER_MILLIS = 300;

    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final NodeFolder folder;
    private final boolean supervised;
    private final Successor successor;
    private long preparedNanos;
    private volatile boolean cancelled;

    /** @param supervised whether the process that started this one starts the next too */
    OwnSuccession(NodeFolder folder, boolean supervised) {
        this.folder = folder;
        this.supervised = supervised;
        this.successor = new Successor(() -> NodeCommand.startNext(folder));
    }

    @Override
    public synchronized void prepare() {
        try {
            Files.deleteIfExists(folder.nextReady());
            preparedNanos = System.nanoTime();
            if (supervised) {
                Files.writeString(folder.nextWanted(), "");
            } else {
                successor.prepare();
            }
        } catch (IOException e) {
            LOG.warn("The next process could not be started ahead; it is when the epoch is over.", e);
        }
    }

    /** One that does not become ready in time will not be waited for. */
    @Override
    public synchronized boolean isPrepared() {
        return Files.exists(folder.nextReady()) || System.nanoTime() - preparedNanos > READY_NANOS;
    }

    @Override
    public synchronized void dismiss() {
        try {
            Files.deleteIfExists(folder.nextWanted());
            Files.deleteIfExists(folder.nextReady());
            successor.drop();
        } catch (IOException e) {
            LOG.debug("the wish for a next process stays", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void handOver(Roster next, boolean isIn) {
        if (!isIn) {
            String why = "the members have taken this node out of the roster of epoch " + next.epoch();
            LOG.warn("This node ends: {}. What it holds stays in {}.", why, folder.path());
            System.err.println("removed: " + why + "; its folder may be kept or deleted.");
            Runtime.getRuntime().halt(ExitCode.REMOVED);
        }
        LOG.info("The epoch is over; the next process goes on in epoch {}.", next.epoch());
        pause();
        end();
    }

    @Override
    public synchronized void beginAgain(Roster current) {
        end();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LINGER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** At once: what the next process needs is on disk, and it waits for the ports. */
    private void end() {
        if (cancelled) {
            return; // the process ends in any case, and nobody is to follow
        }
        if (!supervised) {
            tellNext();
        }
        Runtime.getRuntime().halt(ExitCode.EPOCH_OVER);
    }

    private void tellNext() {
        try {
            ProcessFile.write(folder.processFile(), successor.go().toHandle());
        } catch (IOException e) {
            LOG.error("The next process of this node could not be started; start the node again.", e);
            System.err.println("fault: the next process of this node could not be started (" + e.getMessage()
                    + "); start the node again.");
        }
    }

    /** The node was asked to stop, and nobody is to follow. */
    void cancel() {
        cancelled = true;
        dismiss();
    }
}
