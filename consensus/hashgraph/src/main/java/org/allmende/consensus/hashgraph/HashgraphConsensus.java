package org.allmende.consensus.hashgraph;

import com.hedera.hapi.node.state.roster.Roster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.gossip.SyncProgress;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.notification.IssNotification;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.model.status.PlatformStatus;
import org.hiero.consensus.roster.InvalidRosterException;
import org.hiero.consensus.roster.RosterValidator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of a hashgraph network. One at a time in a process: the engine keeps state that is global to the JVM.
 *
 * <pre>
 * submit ─▶ Window ─▶ Pool ─▶ engine ─▶ Rounds ─▶ state machine ─▶ StateLayout ─▶ engine's state
 *              ▲                           │
 *              └── seen, or expired ───────┘
 * </pre>
 */
public final class HashgraphConsensus implements Consensus {
    private static final Logger LOG = LoggerFactory.getLogger(HashgraphConsensus.class);

    private static final int TICK_MILLIS = 10;
    private static final int WINDOW_TICK_MILLIS = 250;

    private static final Guarantees GUARANTEES = new Guarantees(
            "hashgraph",
            "nodes that together hold less than 1/3 of the weight may fail, lie or collude",
            "synced to disk at nodes with more than 2/3 of the weight before it is given: survives the sudden end of"
                    + " every process at once",
            Limits.SIGNED_TRANSACTION_BYTES_MAX);

    private final HashgraphSettings settings;
    private final EngineHealth health = new EngineHealth();
    private final Processors processors = Processors.here();
    private final Object telling = new Object();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("allmende-tick").daemon().factory());
    private volatile PlatformStatus engineStatus = PlatformStatus.STARTING_UP;
    private volatile @Nullable Node node;
    private volatile boolean closing;

    /** What is there once the node has been put together. */
    private record Node(
            Folder folder,
            Fault fault,
            Quiescence quiescence,
            Pool pool,
            Window window,
            Rounds rounds,
            Arrival arrival,
            Engine.Running engine) {}

    public HashgraphConsensus(HashgraphSettings settings) {
        this.settings = settings;
    }

    /**
     * What keeps every node from running with a roster; empty: nothing. Whoever vouches for the next roster asks, for what
     * would stop all nodes is better not announced.
     */
    public static Optional<String> objection(org.allmende.ledger.roster.Roster roster) {
        try {
            RosterValidator.validate(Members.of(roster));
            return Optional.empty();
        } catch (IllegalArgumentException | InvalidRosterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * For a node that an epoch has passed by: what the engine keeps in its folder is of no use any more, and its next start
     * begins without. What was acknowledged others have, or there would be no later epoch.
     */
    public static void beginAnew(Path dir) throws IOException {
        Folder.beginAnew(dir);
    }

    @Override
    public Guarantees guarantees() {
        return GUARANTEES;
    }

    @Override
    public void start(StateMachine machine) throws IOException {
        Roster roster = Members.of(settings.roster());
        Folder folder = Folder.claim(settings.dir(), settings.network());
        try {
            GossipPort.requireFree(settings.bindHost(), settings.port());
            node = assemble(machine, roster, folder);
        } catch (NoBeginningException e) {
            folder.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
        var _ = ticker.scheduleAtFixedRate(this::tickQuiescence, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var _ = ticker.scheduleAtFixedRate(this::tickWindow, 0, WINDOW_TICK_MILLIS, TimeUnit.MILLISECONDS);
        started().engine().start();
    }

    private Node assemble(StateMachine machine, Roster roster, Folder folder) throws IOException {
        Tuning tuning = settings.tuning();
        Fault fault = new Fault(folder.evidence(), settings.halt());
        Engine engine = new Engine(settings, folder.engine());
        Quiescence quiescence = new Quiescence(this::command, tuning.quietAfterMillis());
        Pool pool = new Pool(
                tuning.windowTransactionsMax() * 2,
                engine.metrics(),
                engine.time(),
                quiescence,
                guarded("taking up a status", this::status));
        Window window = new Window(
                pool,
                Limits.SIGNED_TRANSACTION_BYTES_MAX,
                tuning.windowTransactionsMax(),
                tuning.windowBytesMax(),
                tuning.offerAgainMillis());
        Rounds rounds = new Rounds(
                machine,
                settings.layout(),
                settings.roster().epoch(),
                NodeId.of(settings.self()),
                window,
                quiescence,
                fault);
        Engine.Running running = engine.build(
                roster,
                new Engine.Callbacks(
                        rounds,
                        pool,
                        guarded("taking back a stale event", this::stale),
                        guarded("hearing how far a peer is", this::heard),
                        guarded("hearing of a divergence", this::divergence),
                        new EngineFailure(fault, rounds::round, rounds::height, folder.engine(), this::isClosing)));
        Arrival arrival = new Arrival(running.roster(), settings.self());
        return new Node(folder, fault, quiescence, pool, window, rounds, arrival, running);
    }

    /** The engine closes its files by a hook of its own as soon as the process is asked to end, beside ours. */
    private boolean isClosing() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread());
            return closing;
        } catch (IllegalStateException processEnds) {
            return true;
        }
    }

    @Override
    public Submission submit(Offer offer) {
        Node running = node;
        if (offer.transaction().length() > GUARANTEES.largestTransactionBytes()) {
            return new Submission.Refused(Submission.Reason.TOO_LARGE);
        }
        if (running == null || running.fault().raised() != null) {
            return new Submission.Refused(Submission.Reason.HALTED);
        }
        return running.window().offer(offer, System.nanoTime());
    }

    @Override
    public Health health() {
        Node running = node;
        return running == null
                ? health.at(settings.roster().epoch(), 0, null)
                : health.at(
                        running.rounds().epoch(),
                        running.rounds().height(),
                        running.fault().raised());
    }

    @Override
    public synchronized void close() {
        closing = true;
        health.closed();
        ticker.shutdownNow();
        Node running = node;
        if (running == null || !running.folder().isHeld()) {
            return;
        }
        running.window().open(false, System.nanoTime());
        try {
            running.engine().stop(settings.bindHost(), settings.port());
            running.folder().close();
        } catch (IOException e) {
            LOG.warn("the folder of this node was not given up cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // What the engine calls, none of it before the node has been put together and its platform started.

    /** The engine logs what its listeners throw and goes on; we do not. */
    private <T> Consumer<T> guarded(String what, Consumer<T> listener) {
        return told -> started().rounds().guarded(what, () -> listener.accept(told));
    }

    private void status(PlatformStatus status) {
        LOG.info("engine status {}", status);
        if (status == PlatformStatus.BEHIND) {
            started().arrival().departed();
        }
        engineStatus = status;
        tellStatus();
        if (status == PlatformStatus.FREEZE_COMPLETE) {
            // Not from inside of the engine, which may be in the middle of its start.
            Thread.ofPlatform().name("allmende-epoch").start(settings.epochOver());
        }
    }

    private void heard(SyncProgress progress) {
        long behind = progress.peerWindow().getPendingConsensusRound()
                - progress.localWindow().getPendingConsensusRound();
        if (started().arrival().heard(progress.peerId().id(), behind)) {
            LOG.info("level with nodes of more than two thirds of the weight");
            tellStatus();
        }
    }

    /** Until it has arrived a node only listens, whatever the engine takes its silence for. */
    private void tellStatus() {
        synchronized (telling) {
            PlatformStatus status = engineStatus;
            boolean arrived = started().arrival().isComplete();
            boolean takesPart = status == PlatformStatus.ACTIVE || status == PlatformStatus.CHECKING;
            PlatformStatus told = takesPart && !arrived ? PlatformStatus.OBSERVING : status;
            health.status(told);
            started().quiescence().status(status, arrived);
            started().window().open(told == PlatformStatus.ACTIVE, System.nanoTime());
        }
    }

    private void stale(PlatformEvent event) {
        List<Bytes> lost = new ArrayList<>();
        event.forEachTransaction(transaction -> {
            if (Content.keptWith(transaction) instanceof Content.Offered(Bytes bytes)) {
                lost.add(bytes);
            }
        });
        started().quiescence().settled(event.getHash());
        started().window().lost(lost, System.nanoTime());
    }

    private void divergence(IssNotification notice) {
        Node running = started();
        switch (notice.getIssType()) {
            case SELF_ISS -> diverged(
                    running,
                    notice.getRound(),
                    "this node computed another state than nodes with more than two thirds of the weight");
            case OTHER_ISS -> LOG.warn(
                    "another node signed another state than this one in the engine's round {}; it should have"
                            + " stopped itself: see its log",
                    notice.getRound());
            // Nobody can tell who is right: whoever went on would vouch for a state that others do not have.
            case CATASTROPHIC_ISS -> diverged(
                    running,
                    notice.getRound(),
                    "the nodes computed different states, and no two thirds of the weight agree on one");
        }
    }

    private static void diverged(Node running, long round, String what) {
        running.fault().raise(what, Halt.EXIT_DIVERGED, round, running.rounds().height(), null);
    }

    private void command(QuiescenceCommand command) {
        Node running = node;
        if (running != null) {
            running.engine().quiescence(command);
        }
    }

    private void tickQuiescence() {
        ticking(() -> {
            long nanos = System.nanoTime();
            started().quiescence().processors(processors.used(nanos));
            started().quiescence().tick(System.currentTimeMillis(), nanos);
        });
    }

    private void tickWindow() {
        ticking(() -> started().window().tick(System.nanoTime()));
    }

    /** A scheduled task that throws is never run again: nothing would be offered again, and nobody would know. */
    private void ticking(Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException | Error e) {
            Node running = started();
            running.fault()
                    .raise(
                            "failed while looking after what is under way",
                            Halt.EXIT_FAULT,
                            running.rounds().round(),
                            running.rounds().height(),
                            e);
        }
    }

    private Node started() {
        Node running = node;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }
}
