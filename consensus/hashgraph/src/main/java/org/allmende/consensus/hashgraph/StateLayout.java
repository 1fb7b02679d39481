package org.allmende.consensus.hashgraph;

import com.swirlds.state.BinaryState;
import com.swirlds.state.merkle.VirtualMapState;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine;

/**
 * How the rows of the ledger's tables are kept in the engine's state, which the engine hashes, saves, and hands to
 * nodes that lag. What it writes must be the same on every node, whether the node ran all along, replayed, or took
 * over state. Called by one thread at a time.
 */
public interface StateLayout {
    /**
     * A new network: writes whatever this layout needs before the first round, and all rows of {@code machine}, which has
     * some when the network starts from a checkpoint.
     */
    void genesis(BinaryState state, StateMachine machine);

    /** Writes what one round changed; called for each round that was not dropped, on the thread that applied it. */
    void write(BinaryState state, StateMachine.Applied applied, StateMachine machine);

    /**
     * All rows, each once, in any order; walked once. Whatever this layout remembers of earlier states is forgotten.
     * The state's hash must not change.
     */
    Iterable<Entry> read(VirtualMapState state);
}
