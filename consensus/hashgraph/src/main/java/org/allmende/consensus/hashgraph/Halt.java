package org.allmende.consensus.hashgraph;

/** Ends this process at once, after the evidence is on disk. Replaced in tests. */
@FunctionalInterface
public interface Halt {
    /**
     * The state machine or the way its rows are kept has failed, so that starting again replays the same round; or the
     * disk has, and starting again goes on once there is room. The evidence says which.
     */
    int EXIT_FAULT = 86;

    /** This node computed another state than nodes with more than two thirds of the weight, or no two thirds agree. */
    int EXIT_DIVERGED = 87;

    /** Stops the process without running shutdown hooks: nothing may be written after a fault. */
    Halt PROCESS = Runtime.getRuntime()::halt;

    void now(int exitCode);
}
