package org.allmende.node.checkpoint;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.Head;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointEvent;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.View;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's checkpoints: writes the state of each height that one is taken of, and vouches for what it has
 * written, again until that is in the ledger. What is to be done it sees in the newest view, not in what it remembers:
 * so a node that was killed goes on where it was.
 *
 * <p>The apply thread leaves it a view and goes on. One thread of its own does the rest, unhurriedly, one
 * checkpoint at a time. A node that has not applied the height itself, since it was down or took over state from
 * others, has nothing to vouch for, and says so; the others' two thirds suffice.
 */
public final class CheckpointKeeper implements Ledger.Observer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeeper.class);

    /** While something is to be vouched for, it is looked at this often whether that has happened. */
    private static final long AGAIN_MILLIS = 2_000;

    private final CheckpointFolder folder;
    private final Vouching vouching;
    private final Thread thread = Thread.ofPlatform()
            .name("checkpoints")
            .daemon()
            .unstarted(this::run);
    private final Map<Long, CompletableFuture<Boolean>> vouched = new HashMap<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** Heights that a checkpoint is of and that this process has applied and not written, and why. */
    private final Map<Long, String> unwritten = new ConcurrentHashMap<>();

    private final Semaphore signals = new Semaphore(0);
    private @Nullable Kept toWrite;
    private boolean closed;

    /** The last height that the apply thread has told of. */
    private volatile long toldHeight;

    /** A state to be written. */
    private record Kept(Head head, View view) {}

    /** @param vouching in this node's name */
    public CheckpointKeeper(CheckpointFolder folder, Vouching vouching) {
        this.folder = folder;
        this.vouching = vouching;
    }

    /** Begins to work; before the port's engine starts. */
    public void start() {
        thread.start();
    }

    // ---- on the apply thread

    @Override
    public void applied(AppliedHeight height) {
        boolean taken = false;
        boolean changed = false;
        for (Placed placed : height.events()) {
            taken |= placed.event() instanceof CheckpointEvent.Taken;
            changed |= placed.event() instanceof CheckpointEvent;
        }
        if (taken) {
            leave(new Kept(height.head(), height.view()));
        }
        toldHeight = height.head().height();
        if (changed) {
            signals.release();
        }
    }

    /** Of all views there were it has only this one: enough when it is the one that a checkpoint is of. */
    @Override
    public void restored(Head head, View view) {
        if (vouching.at(view, head.height()).isPresent()) {
            leave(new Kept(head, view));
        }
        toldHeight = head.height();
        signals.release();
    }

    private synchronized void leave(Kept kept) {
        if (toWrite != null) {
            LOG.warn(
                    "The checkpoint of height {} is not written: one before it still is, and a newer one is asked for."
                            + " Ask more seldom.",
                    toWrite.head().height());
            unwritten.put(
                    toWrite.head().height(),
                    "another one was still being written, and a newer one was asked for");
        }
        toWrite = kept;
    }

    // ---- on its own

    private void run() {
        try {
            while (true) {
                Kept next = next();
                try {
                    if (next != null) {
                        tryToWrite(next);
                    }
                    review();
                } catch (IOException | RuntimeException e) {
                    if (isClosed()) {
                        return;
                    }
                    LOG.warn("A checkpoint cannot be kept; look after the disk of {}.", folder, e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no more checkpoints are kept", e);
        }
    }

    private @Nullable Kept next() throws InterruptedException {
        if (vouched.isEmpty()) {
            signals.acquire();
        } else {
            var _ = signals.tryAcquire(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
        signals.drainPermits();
        synchronized (this) {
            Kept next = toWrite;
            toWrite = null;
            return next;
        }
    }

    /** Its view is let go, since what else there is cannot be kept beside it for as long as a disk is full. */
    private void tryToWrite(Kept kept) {
        try {
            write(kept);
        } catch (IOException | RuntimeException e) {
            if (!isClosed()) {
                LOG.warn("The checkpoint of height {} is not written.", kept.head().height(), e);
                unwritten.put(kept.head().height(), "it could not be written into " + folder + " (" + e + ")");
            }
        }
    }

    private void write(Kept kept) throws IOException {
        long height = kept.head().height();
        if (folder.statement(height).filter(written -> written.head().equals(kept.head())).isPresent()) {
            return; // by the process before this one, which did not come to say so
        }
        long sinceNanos = System.nanoTime();
        Statement statement = folder.write(kept.head(), kept.view());
        LOG.info(
                "Wrote the checkpoint of height {}: {} rows in {} ms, digest {}.",
                height,
                statement.rows(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos),
                statement.digest().toHex());
    }

    /** Does what the newest view shows to be undone. */
    private void review() throws IOException {
        var kept = vouching.kept();
        for (Checkpoint checkpoint : kept) {
            judge(checkpoint);
            boolean settled = vouching.voice(checkpoint.epoch())
                    .map(voice -> checkpoint.vouches().stream().anyMatch(word -> word.node() == voice.node()))
                    .orElse(true);
            if (settled) {
                vouched.remove(checkpoint.height());
            } else {
                speak(checkpoint);
            }
        }
        Set<Long> heights = kept.stream().map(Checkpoint::height).collect(Collectors.toSet());
        vouched.keySet().retainAll(heights);
        unwritten.keySet().removeIf(height -> height <= toldHeight && !heights.contains(height));
        folder.retain(newerOr(heights));
    }

    /** A process before this one may have written heights that are yet to be replayed. */
    private Set<Long> newerOr(Set<Long> heights) {
        Set<Long> all = new HashSet<>(heights);
        folder.heights().stream().filter(height -> height > toldHeight).forEach(all::add);
        return all;
    }

    private void speak(Checkpoint checkpoint) {
        long height = checkpoint.height();
        var statement = folder.statement(height);
        if (statement.isEmpty() && (height > toldHeight || isToBeWritten(height))) {
            return;
        }
        if (statement.isEmpty()) {
            sayWhyNot(height);
            return;
        }
        CompletableFuture<Boolean> before = vouched.get(height);
        if (before == null || before.isDone() && !before.join()) {
            CompletableFuture<Boolean> now = vouching.vouch(statement.get());
            vouched.put(height, now);
        }
    }

    private void sayWhyNot(long height) {
        String beginning = "This node cannot vouch for the checkpoint of height " + height + ": ";
        String why = unwritten.get(height);
        if (why != null) {
            warnOnce(beginning + why + ". The others' word suffices; mend that before the next one is taken.");
        } else {
            sayOnce(beginning + "it was not there when that height was applied, or could not keep its state then."
                    + " The others' word suffices.");
        }
    }

    private synchronized boolean isToBeWritten(long height) {
        return toWrite != null && toWrite.head().height() == height;
    }

    private void judge(Checkpoint checkpoint) {
        Voices voices = vouching.voices(checkpoint.epoch());
        if (checkpoint.isDisputed()) {
            warnOnce("Nodes state different states of height " + checkpoint.height() + ": "
                    + checkpoint.vouches().stream()
                            .map(word -> "node " + word.node() + " digest "
                                    + word.statement().digest().toHex())
                            .collect(Collectors.joining(", "))
                    + ". One of them does not compute what the others do; compare their versions and their disks.");
        }
        checkpoint.agreed(voices).ifPresent(agreed -> {
            var mine = folder.statement(checkpoint.height());
            if (mine.isPresent() && !mine.get().equals(agreed)) {
                warnOnce("The others have vouched for another state of height " + checkpoint.height()
                        + " than this node holds. Stop it, keep its folder as evidence, and let it fetch the state"
                        + " anew.");
            } else {
                sayOnce("The checkpoint of height " + checkpoint.height() + " is vouched for by "
                        + checkpoint.weightFor(agreed, voices) + " of " + voices.total() + ".");
            }
        });
    }

    /** Everything it has told the log, each once. */
    Set<String> said() {
        return said;
    }

    private void sayOnce(String words) {
        if (said.add(words)) {
            LOG.info(words);
        }
    }

    private void warnOnce(String words) {
        if (said.add(words)) {
            LOG.warn(words);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends at once; what is being written is not finished. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
