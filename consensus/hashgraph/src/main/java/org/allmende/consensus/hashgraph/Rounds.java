package org.allmende.consensus.hashgraph;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.swirlds.platform.state.ConsensusStateEventHandler;
import com.swirlds.platform.state.snapshot.SignedStateFileReader;
import com.swirlds.platform.system.InitTrigger;
import com.swirlds.platform.system.Platform;
import com.swirlds.state.BinaryState;
import com.swirlds.state.State;
import com.swirlds.state.merkle.VirtualMapState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.consensus.Round.Brought;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.hiero.consensus.model.event.ConsensusEvent;
import org.hiero.consensus.model.event.Event;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.hashgraph.Round;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.transaction.ConsensusTransaction;
import org.hiero.consensus.model.transaction.ScopedSystemTransaction;
import org.hiero.consensus.platformstate.PlatformStateUtils;
import org.hiero.consensus.roster.RosterRetriever;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the state machine: hands it the engine's rounds in order, keeps what they changed in the engine's state, and
 * rebuilds it from there when the node starts or has taken over state. One lock, because the engine uses different
 * threads for the two, one after the other.
 */
final class Rounds implements ConsensusStateEventHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final StateMachine machine;
    private final StateLayout layout;
    private final NodeId self;
    private final Window window;
    private final Quiescence quiescence;
    private final Fault fault;
    private final Object applying = new Object();
    private volatile long height;
    private volatile long round;
    private volatile long epoch;
    private long sealRound = -1;
    private Roster roster = Roster.DEFAULT;

    /** @param firstEpoch in which this node begins when it has no state */
    Rounds(
            StateMachine machine,
            StateLayout layout,
            long firstEpoch,
            NodeId self,
            Window window,
            Quiescence quiescence,
            Fault fault) {
        this.machine = machine;
        this.layout = layout;
        this.epoch = firstEpoch;
        this.self = self;
        this.window = window;
        this.quiescence = quiescence;
        this.fault = fault;
    }

    /** The roster that the engine runs with; told before the engine calls anything here. */
    void runWith(Roster running) {
        roster = running;
    }

    /** The last height applied whole. Any thread. */
    long height() {
        return height;
    }

    /** The engine's number of the last round handled. Any thread. */
    long round() {
        return round;
    }

    /** Of the rounds that this node handles. Any thread. */
    long epoch() {
        return epoch;
    }

    @Override
    public void onPreHandle(
            Event event,
            State state,
            Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
        guarded("reading an event ahead of its round", () -> {
            boolean[] offered = new boolean[1];
            event.forEachTransaction(transaction -> {
                switch (Content.keptWith(transaction)) {
                    case Content.Offered(Bytes bytes) -> {
                        machine.ahead(bytes);
                        offered[0] = true;
                    }
                    case Content.Signature(StateSignatureTransaction signature) -> signatures.accept(
                            new ScopedSystemTransaction<>(event.getCreatorId(), event.getBirthRound(), signature));
                    case Content.Foreign() -> LOG.debug("node {} sent what no node sends", event.getCreatorId());
                }
            });
            if (offered[0]) {
                quiescence.underWay(((PlatformEvent) event).getHash(), event.getBirthRound());
            }
        });
    }

    @Override
    public void onHandleConsensusRound(
            Round consensus,
            State state,
            Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
        round = consensus.getRoundNum();
        guarded("applying a round", () -> {
            synchronized (applying) {
                apply(consensus, state, signatures);
            }
        });
    }

    private void apply(
            Round consensus,
            State state,
            Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
        org.allmende.ledger.consensus.Round ordered = new org.allmende.ledger.consensus.Round(
                consensus.getConsensusTimestamp().toEpochMilli(), epoch, brought(consensus, signatures), heard(consensus));
        long beforeMillis = machine.timeMillis();
        StateMachine.Applied applied = machine.apply(ordered);
        if (!applied.dropped()) {
            layout.write((BinaryState) state, applied, machine);
            if (Seals.isDue(beforeMillis, machine.timeMillis())) {
                sealRound = consensus.getRoundNum();
            }
            height = applied.height();
        }
        Optional<NextRoster> next = machine.next();
        next.ifPresent(announced -> Epochs.announce(state, announced));
        if (PlatformStateUtils.isFreezeRound(state, consensus)) {
            LOG.info("epoch {} is over with the engine's round {}, height {}", epoch, consensus.getRoundNum(), height);
            // A freeze round that is not recorded and sealed looks like a divergence after the restart.
            PlatformStateUtils.getWritablePlatformStateOf(state).setLatestFreezeRound(consensus.getRoundNum());
            sealRound = consensus.getRoundNum();
        }
        window.handled(ordered, applied.setAside(), System.nanoTime());
        quiescence.handled(consensus.getRoundNum(), nextExpectedMillis(next));
    }

    /** The end of an epoch needs a round too. */
    private long nextExpectedMillis(Optional<NextRoster> next) {
        long endMillis = next.map(NextRoster::atMillis).orElse(Long.MAX_VALUE);
        return Math.min(machine.nextExpectedMillis(), endMillis);
    }

    /** Who has made an event of it. */
    private static List<Long> heard(Round consensus) {
        SortedSet<Long> heard = new TreeSet<>();
        for (ConsensusEvent event : consensus) {
            heard.add(event.getCreatorId().id());
        }
        return List.copyOf(heard);
    }

    private List<Brought> brought(
            Round consensus, Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
        List<Brought> brought = new ArrayList<>();
        for (ConsensusEvent event : consensus) {
            quiescence.settled(event.getHash());
            if (event.getCreatorId().equals(self)) {
                quiescence.ordered(event.getTimeCreated());
            }
            Iterator<ConsensusTransaction> transactions = event.consensusTransactionIterator();
            while (transactions.hasNext()) {
                ConsensusTransaction transaction = transactions.next();
                switch (Content.keptWith(transaction)) {
                    case Content.Offered(Bytes bytes) -> brought.add(
                            new Brought(event.getCreatorId().id(), bytes));
                    case Content.Signature(StateSignatureTransaction signature) -> signatures.accept(
                            new ScopedSystemTransaction<>(event.getCreatorId(), event.getBirthRound(), signature));
                    case Content.Foreign() -> {
                        // Passed over alike by all nodes.
                    }
                }
                // The engine keeps events for thousands of rounds; our copy of their bytes is not kept with them.
                transaction.setMetadata(null);
            }
        }
        return brought;
    }

    /** See {@link Seals}. */
    @Override
    public boolean onSealConsensusRound(Round consensus, State state) {
        return consensus.getRoundNum() == sealRound;
    }

    @Override
    public void onStateInitialized(
            State state, Platform platform, InitTrigger trigger, @Nullable SemanticVersion previousVersion) {
        if (trigger == InitTrigger.RECONNECT) {
            requireSameEpoch(state);
        }
        guarded("rebuilding tables from the engine's state (" + trigger + ")", () -> {
            synchronized (applying) {
                if (trigger == InitTrigger.GENESIS) {
                    machine.restore(List.of());
                    prepareGenesis((VirtualMapState) state);
                } else {
                    machine.restore(layout.read((VirtualMapState) state));
                    epoch = epochOf(state);
                }
                height = machine.height();
                quiescence.handled(PlatformStateUtils.roundOf(state), nextExpectedMillis(machine.next()));
                LOG.info("{}: state of height {}, epoch {}", trigger, height, epoch);
            }
        });
    }

    /** Of what is handled from this state on: when an epoch has just ended, of the next. */
    private long epochOf(State state) {
        Optional<NextRoster> next = Epochs.isOver(state) ? machine.next() : Optional.empty();
        return next.map(roster -> roster.roster().epoch()).orElseGet(machine::epoch);
    }

    /**
     * The engine too refuses state of another roster than it runs with, but only after we have taken it for our own. A node
     * that is an epoch behind begins anew with the roster of now, which is not the engine's to find out.
     */
    private void requireSameEpoch(State state) {
        Roster theirs = RosterRetriever.retrieveActive(state, PlatformStateUtils.roundOf(state));
        if (!roster.equals(theirs) || Epochs.isOver(state)) {
            throw new IllegalStateException("the state of another node is of another epoch; this one waits until it"
                    + " knows of the roster that is in force now");
        }
    }

    private void prepareGenesis(VirtualMapState state) {
        SignedStateFileReader.registerServiceStates(state);
        Epochs.begin(state, roster);
        layout.genesis(state, machine);
    }

    @Override
    public void onNewRecoveredState(State recovered) {
        // Only for a tool of the engine that we do not use.
    }

    /** Does it unless the node has failed already; when it fails, so has the node, unless it cannot even begin. */
    void guarded(String what, Runnable action) {
        if (fault.raised() != null) {
            return;
        }
        try {
            action.run();
        } catch (NoBeginningException e) {
            throw e;
        } catch (Throwable t) {
            fault.raise("failed while " + what, Halt.EXIT_FAULT, round, height, t);
            throw t;
        }
    }
}
