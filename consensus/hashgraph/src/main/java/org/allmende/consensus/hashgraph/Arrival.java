package org.allmende.consensus.hashgraph;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import java.util.HashSet;
import java.util.Set;

/**
 * When a node may make events again after it started or took over state: once it has learned from the others what it
 * made before. A node with an empty disk cannot tell a new network from one that it was in; if it began at once it
 * would make a second first event, a branch, which is what a liar does. The engine's own guard is to listen for a fixed
 * time, which a busy machine spends before it has heard anything.
 *
 * <p>A node has arrived when it is level with peers that together with it hold more than two thirds of the weight,
 * without whom there would be no rounds anyway. It is level with a peer when two exchanges in a row found it so: the
 * engine begins the second only after all events of the first have been taken in.
 *
 * <p>Any thread.
 */
final class Arrival {
    /** This few rounds behind is level: rounds go on while events travel. */
    static final int LEVEL_ROUNDS = 5;

    private final Roster roster;
    private final long self;
    private final Set<Long> near = new HashSet<>();
    private final Set<Long> level = new HashSet<>();
    private boolean complete;

    /** @param roster that the engine runs with */
    Arrival(Roster roster, long self) {
        this.roster = roster;
        this.self = self;
        complete = isQuorum();
    }

    /**
     * Windows were exchanged with a peer.
     *
     * @param behind how many rounds the peer was ahead
     * @return whether the node has arrived by this
     */
    synchronized boolean heard(long peer, long behind) {
        if (complete) {
            return false;
        }
        if (behind > LEVEL_ROUNDS) {
            near.remove(peer);
            level.remove(peer);
        } else if (!near.add(peer)) {
            level.add(peer);
            complete = isQuorum();
        }
        return complete;
    }

    /** The node fell behind and is about to take over state: it forgets the events it knew, its own too. */
    synchronized void departed() {
        near.clear();
        level.clear();
        complete = isQuorum();
    }

    synchronized boolean isComplete() {
        return complete;
    }

    private boolean isQuorum() {
        long total = 0;
        long heard = 0;
        for (RosterEntry entry : roster.rosterEntries()) {
            total += entry.weight();
            if (entry.nodeId() == self || level.contains(entry.nodeId())) {
                heard += entry.weight();
            }
        }
        return 3 * heard > 2 * total;
    }
}
