package org.allmende.consensus.hashgraph;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.platform.state.ConsensusSnapshot;
import com.swirlds.base.time.Time;
import com.swirlds.component.framework.model.WiringModel;
import com.swirlds.component.framework.wires.input.InputWire;
import com.swirlds.component.framework.wires.output.OutputWire;
import com.swirlds.config.api.Configuration;
import com.swirlds.metrics.api.Metrics;
import java.util.function.LongSupplier;
import org.hiero.consensus.hashgraph.FreezePeriodChecker;
import org.hiero.consensus.hashgraph.HashgraphModule;
import org.hiero.consensus.metrics.statistics.EventPipelineTracker;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.hashgraph.ConsensusRound;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.status.PlatformStatus;
import org.jspecify.annotations.Nullable;

/**
 * The engine's hashgraph, which at the end of a start's replay waits for all that was replayed. The engine itself waits
 * for each part once, in the order in which events pass them. That leaves out an event whose parent this disk does not
 * hold: when it first came the parent was too old to matter, yet seen from the older snapshot that the replay begins with
 * it is missed. Such an event, and everything built on it, is held until the rounds have come as far again, and then runs
 * past parts that were waited for already, as if it had just been received.
 *
 * <p>It would be written to disk a second time, which fails where a file made since begins with a later round: then the
 * events are gone and the node stands still for good. And the signatures of a state that this node stopped at would be
 * held against it once more. See ADR-016.
 */
final class WholeReplay implements HashgraphModule {
    private final HashgraphModule hashgraph;
    private @Nullable Way way;

    /**
     * The way of an event to here.
     *
     * @param passed how many events have come along it so far
     * @param flush waits until each of its parts, from the first on, has done what it was given
     */
    record Way(LongSupplier passed, Runnable flush) {}

    WholeReplay(HashgraphModule hashgraph) {
        this.hashgraph = hashgraph;
    }

    /** Said once the engine is put together, before it starts. */
    void after(Way way) {
        this.way = way;
    }

    /**
     * Called at the end of the replay only. Rounds may let go of events that were held, and those make rounds; after a
     * pass in which no event came by there is nothing left to let go of.
     */
    @Override
    public void flush() {
        Way here = way;
        if (here == null) {
            throw new IllegalStateException("the replay ends before the engine was put together");
        }
        hashgraph.flush();
        long known;
        do {
            known = here.passed().getAsLong();
            here.flush().run();
            hashgraph.flush();
        } while (here.passed().getAsLong() != known);
    }

    // --- all else is the engine's own

    @Override
    public void initialize(
            WiringModel model,
            Configuration configuration,
            Metrics metrics,
            Time time,
            Roster roster,
            NodeId self,
            FreezePeriodChecker freezes,
            @Nullable EventPipelineTracker tracker,
            long transactionOffsetNanos) {
        hashgraph.initialize(
                model, configuration, metrics, time, roster, self, freezes, tracker, transactionOffsetNanos);
    }

    @Override
    public InputWire<PlatformEvent> eventInputWire() {
        return hashgraph.eventInputWire();
    }

    @Override
    public OutputWire<ConsensusRound> consensusRoundOutputWire() {
        return hashgraph.consensusRoundOutputWire();
    }

    @Override
    public OutputWire<PlatformEvent> preconsensusEventOutputWire() {
        return hashgraph.preconsensusEventOutputWire();
    }

    @Override
    public OutputWire<PlatformEvent> staleEventOutputWire() {
        return hashgraph.staleEventOutputWire();
    }

    @Override
    public InputWire<PlatformStatus> platformStatusInputWire() {
        return hashgraph.platformStatusInputWire();
    }

    @Override
    public InputWire<ConsensusSnapshot> consensusSnapshotInputWire() {
        return hashgraph.consensusSnapshotInputWire();
    }

    @Override
    public void startSquelching() {
        hashgraph.startSquelching();
    }

    @Override
    public void stopSquelching() {
        hashgraph.stopSquelching();
    }
}
