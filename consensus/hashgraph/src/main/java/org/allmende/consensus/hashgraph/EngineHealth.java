package org.allmende.consensus.hashgraph;

import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Health.State;
import org.hiero.consensus.model.status.PlatformStatus;
import org.jspecify.annotations.Nullable;

/** How the engine's status reads in the words of the ledger. */
final class EngineHealth {
    /** Rosters do not change yet. */
    static final long EPOCH = 0;

    private volatile PlatformStatus status = PlatformStatus.STARTING_UP;
    private volatile boolean ordered;
    private volatile boolean closed;

    void status(PlatformStatus now) {
        if (now == PlatformStatus.ACTIVE) {
            ordered = true;
        }
        status = now;
    }

    void closed() {
        closed = true;
    }

    /** @param fault why the node stopped, or null */
    Health at(long height, @Nullable String fault) {
        if (fault != null) {
            return new Health(State.HALTED, fault, EPOCH, height);
        }
        if (closed) {
            return new Health(State.HALTED, "this node has been stopped", EPOCH, height);
        }
        return switch (status) {
            case ACTIVE -> new Health(State.ORDERING, "", EPOCH, height);
            case STARTING_UP -> catchingUp("starting", height);
            case REPLAYING_EVENTS -> catchingUp("replaying what this node holds on disk", height);
            case OBSERVING -> catchingUp("listening to the other nodes", height);
            case BEHIND -> catchingUp("fell behind; taking over state from another node", height);
            case RECONNECT_COMPLETE -> catchingUp("took over state from another node", height);
            case CHECKING -> ordered
                    ? halted("sees no quorum: too few nodes answer, or this node is cut off from them", height)
                    : catchingUp("waiting for nodes with more than two thirds of the weight", height);
            case FREEZING, FREEZE_COMPLETE -> halted("the network is frozen", height);
            case CATASTROPHIC_FAILURE -> halted(
                    "the nodes computed different states and no two thirds agree; see the log of every node", height);
        };
    }

    private static Health catchingUp(String why, long height) {
        return new Health(State.CATCHING_UP, why, EPOCH, height);
    }

    private static Health halted(String why, long height) {
        return new Health(State.HALTED, why, EPOCH, height);
    }
}
