package org.allmende.node.epoch;

import org.allmende.ledger.roster.Roster;

/**
 * How the process of a node makes way for the next, which goes on in the next epoch. Called by the keeper's thread, or the
 * engine's, one at a time.
 */
public interface Succession {
    /** An epoch is about to end: the next process may be started, and waits. Called once. */
    void prepare();

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
