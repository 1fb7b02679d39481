package org.allmende.node.epoch;

import org.allmende.ledger.roster.Roster;

/**
 * How the process of a node makes way for the next, which goes on in the next epoch. Called by the keeper's thread, or the
 * engine's, one at a time.
 */
public interface Succession {
    /** Another roster has passed: the next process is started, and waits. */
    void prepare();

    /** Whether the next process is ready to go on, or there will be none. */
    boolean isPrepared();

    /** Nothing comes of that roster: the next process is not needed. */
    void dismiss();

    /**
     * This process has done its part, and ends. Returns only when it was asked to end otherwise meanwhile.
     *
     * @param next the roster that goes on
     * @param isIn whether it has this node; without it nobody follows
     */
    void handOver(Roster next, boolean isIn);

    /** The network has gone on to another epoch without this node, whose next process begins anew. Returns as {@link #handOver} does. */
    void beginAgain(Roster current);
}
