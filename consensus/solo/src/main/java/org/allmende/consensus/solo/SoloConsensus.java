package org.allmende.consensus.solo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Health.State;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of one process: whatever waits becomes a round, the round goes to the log, the log to the disk, and only
 * then is it applied. While one round is being written the next one gathers, so that one write serves many.
 *
 * <p>The times of rounds follow the clock and never go back; when the clock was set back they stand still until it has
 * caught up.
 */
public final class SoloConsensus implements Consensus {
    /** A clock may jump, and a test's clock does not run: it is looked at this often. */
    private static final long CLOCK_LOOK_MILLIS = 50;

    /** Rounds whose transactions are hinted at ahead of their turn in a replay. */
    private static final int REPLAY_AHEAD_ROUNDS = 8;

    private static final Guarantees GUARANTEES = new Guarantees(
            "solo",
            "one process on one machine: it may be killed or lose power at any time; nothing may lie",
            "kill and power loss, while this machine's disk keeps what it said it had written; not the loss of the disk",
            Limits.SIGNED_TRANSACTION_BYTES_MAX);

    private static final Logger LOG = LoggerFactory.getLogger(SoloConsensus.class);

    private final SoloSettings settings;
    private final Disk disk;
    private final OfferWindow window;
    private final Object lifeCycle = new Object();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Health health = new Health(State.CATCHING_UP, "not started", 0, 0);

    private volatile @Nullable StateMachine machine;
    private volatile @Nullable SoloStore store;
    private volatile @Nullable Thread ordering;

    public SoloConsensus(SoloSettings settings) {
        this(settings, Disk.REAL);
    }

    SoloConsensus(SoloSettings settings, Disk disk) {
        this.settings = settings;
        this.disk = disk;
        this.window = new OfferWindow(settings.windowTransactionsMax(), settings.windowBytesMax());
    }

    @Override
    public Guarantees guarantees() {
        return GUARANTEES;
    }

    @Override
    public void start(StateMachine driven) throws IOException {
        synchronized (lifeCycle) {
            if (closed.get() || started.getAndSet(true)) {
                throw new IllegalStateException("an engine is started once, and not after it was closed");
            }
            SoloStore recovered = recovered(driven);
            machine = driven;
            store = recovered;
            report(State.ORDERING, "", driven.height());
            window.open();
            ordering = Thread.ofPlatform().name("solo-ordering").daemon().start(() -> order(driven, recovered));
        }
    }

    @Override
    public Submission submit(Offer offer) {
        if (offer.transaction().length() > GUARANTEES.largestTransactionBytes()) {
            return new Submission.Refused(Submission.Reason.TOO_LARGE);
        }
        Optional<Submission.Reason> refusal = window.reserve(offer);
        if (refusal.isPresent()) {
            return new Submission.Refused(refusal.get());
        }
        boolean entered = false;
        try {
            Objects.requireNonNull(machine).ahead(offer.transaction());
            entered = window.enter(offer);
        } finally {
            if (!entered) {
                window.release(List.of(offer));
            }
        }
        return entered ? new Submission.Accepted() : new Submission.Refused(Submission.Reason.HALTED);
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        synchronized (lifeCycle) {
            window.close();
            awaitEndOfOrdering();
            closeQuietly(store);
            if (health.state() != State.HALTED) {
                report(State.HALTED, "closed", health.height());
            }
        }
    }

    private SoloStore recovered(StateMachine driven) throws IOException {
        SoloStore opened = null;
        try {
            opened = SoloStore.open(settings, disk);
            recover(opened, driven);
            return opened;
        } catch (IOException e) {
            report(State.HALTED, String.valueOf(e.getMessage()), 0);
            closeQuietly(opened);
            throw e;
        } catch (NoBeginningException e) {
            report(State.HALTED, String.valueOf(e.getMessage()), 0);
            closeQuietly(opened);
            throw new IOException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            keepEvidence("replaying the log", opened == null ? 0 : opened.lastRound(), e);
            closeQuietly(opened);
            throw e;
        }
    }

    private void recover(SoloStore from, StateMachine to) throws IOException {
        report(State.CATCHING_UP, "restoring the last checkpoint", 0);
        ArrayDeque<Frame> coming = new ArrayDeque<>();
        boolean keptRows = from.recover(to::restore, frame -> {
            frame.transactions().forEach(to::ahead);
            coming.add(frame);
            if (coming.size() > REPLAY_AHEAD_ROUNDS) {
                to.apply(coming.remove().round());
                report(State.CATCHING_UP, "replaying the log", to.height());
            }
        });
        coming.forEach(frame -> to.apply(frame.round()));
        if (!keptRows && to.height() > 0) {
            // It began with the rows of another network's checkpoint: from here on they are ours to keep.
            from.checkpoint(to);
        }
        LOG.info("Recovered up to round {} of the log, height {}.", from.lastRound(), to.height());
    }

    /** The ordering thread. Never interrupted: that would close the log under it. */
    private void order(StateMachine driven, SoloStore log) {
        try {
            long patience = 0;
            while (window.awaitOffer(patience)) {
                long time = Math.max(log.lastTimeMillis(), settings.clock().millis());
                List<Offer> batch = window.take(time, settings.roundTransactionsMax(), settings.roundBytesMax());
                boolean dropped = false;
                if (!batch.isEmpty() || time >= driven.nextExpectedMillis()) {
                    StateMachine.Applied applied =
                            makeRound(driven, log, time, batch.stream().map(Offer::transaction).toList());
                    window.settle(batch, applied.setAside());
                    dropped = applied.dropped();
                }
                patience = dropped ? CLOCK_LOOK_MILLIS : patience(driven, time);
            }
        } catch (Throwable e) {
            window.close();
            keepEvidence("ordering", log.lastRound(), e);
            settings.onFault().accept(e);
        }
    }

    /** What the ledger drops now it drops in every replay: nothing came of a round nobody needed. */
    private StateMachine.Applied makeRound(StateMachine driven, SoloStore log, long time, List<Bytes> transactions)
            throws IOException {
        Frame frame = new Frame(log.lastRound() + 1, time, transactions);
        log.append(frame);
        StateMachine.Applied applied = driven.apply(frame.round());
        report(State.ORDERING, "", driven.height());
        if (log.checkpointDue()) {
            log.checkpoint(driven);
        }
        return applied;
    }

    private static long patience(StateMachine driven, long time) {
        return Math.clamp(driven.nextExpectedMillis() - time, 0, CLOCK_LOOK_MILLIS);
    }

    private void keepEvidence(String doing, long round, Throwable fault) {
        String evidence = Evidence.write(disk, settings.dir(), settings.clock().instant(), doing, round, fault);
        String advice = fault instanceof IOException
                ? ". Make room on the disk of " + settings.dir() + ", or mend it, and start this node again"
                : "";
        String why = doing + " failed: " + fault + "; " + evidence + advice;
        report(State.HALTED, why, health.height());
        LOG.error("Halted for good: {}", why, fault);
    }

    private void report(State state, String why, long height) {
        health = new Health(state, why, 0, height);
    }

    /** Nothing is lost by a close that fails. */
    private static void closeQuietly(@Nullable SoloStore store) {
        try {
            if (store != null) {
                store.close();
            }
        } catch (IOException e) {
            LOG.warn("The log could not be closed; every round in it is on disk all the same.", e);
        }
    }

    /** Whoever is told of a fault may close the engine from the ordering thread itself. */
    private void awaitEndOfOrdering() {
        Thread thread = ordering;
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
