package org.allmende.ledger.consensus;

/**
 * How an engine is doing.
 *
 * @param why for people: what it waits for or what stopped it; empty while ordering
 * @param epoch the roster epoch in force, from 0
 * @param height the last height this node applied
 */
public record Health(State state, String why, long epoch, long height) {
    public enum State {
        /** Takes part in ordering. */
        ORDERING,
        /** Starts, replays, or fetches what it missed. */
        CATCHING_UP,
        /** Cannot order: no quorum in sight, or stopped with evidence. */
        HALTED
    }
}
