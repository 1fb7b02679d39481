package org.allmende.consensus.hashgraph;

import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Health.State;
import org.hiero.consensus.model.status.PlatformStatus;
import org.jspecify.annotations.Nullable;

/** How the engine's status reads in the words of the ledger. */
final class EngineHealth {
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

    /**
     * @param epoch in which this node orders
     * @param fault why the node stopped, or null
     */
    Health at(long epoch, long height, @Nullable String fault) {
        if (fault != null) {
            return new Health(State.HALTED, fault, epoch, height);
        }
        if (closed) {
            return new Health(State.HALTED, "this node has been stopped", epoch, height);
        }
        return switch (status) {
            case ACTIVE -> new Health(State.ORDERING, "", epoch, height);
            case STARTING_UP -> catchingUp("starting", epoch, height);
            case REPLAYING_EVENTS -> catchingUp("replaying what this node holds on disk", epoch, height);
            case OBSERVING -> catchingUp("listening to the other nodes", epoch, height);
            case BEHIND -> catchingUp("fell behind; taking over state from another node", epoch, height);
            case RECONNECT_COMPLETE -> catchingUp("took over state from another node", epoch, height);
            case CHECKING -> ordered
                    ? halted("sees no quorum: too few nodes answer, or this node is cut off from them", epoch, height)
                    : catchingUp("waiting for nodes with more than two thirds of the weight", epoch, height);
            case FREEZING, FREEZE_COMPLETE -> halted("this epoch is over; the node goes on with the next roster in a moment", epoch, height);
            case CATASTROPHIC_FAILURE -> halted(
                    "the nodes computed different states and no two thirds agree; see the log of every node", epoch, height);
        };
    }

    private static Health catchingUp(String why, long epoch, long height) {
        return new Health(State.CATCHING_UP, why, epoch, height);
    }

    private static Health halted(String why, long epoch, long height) {
        return new Health(State.HALTED, why, epoch, height);
    }
}
