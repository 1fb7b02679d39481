package org.allmende.ledger.consensus;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * How an engine is doing.
 *
 * @param why for people: what it waits for or what stopped it; empty while ordering; cut after a third of
 *     {@link Limits#EXPLANATION_BYTES_MAX} characters, so that it fits in UTF-8
 * @param epoch the roster epoch in force, from 0
 * @param height the last height this node applied
 */
public record Health(State state, @Max(Limits.EXPLANATION_BYTES_MAX) String why, long epoch, long height) {
    /** What an engine is doing, in the order from best to worst. */
    public enum State {
        /** Takes part in ordering. */
        @Tag(0) ORDERING,
        /** Starts, replays, or fetches what it missed. */
        @Tag(1) CATCHING_UP,
        /** Cannot order: no quorum in sight, or stopped with evidence. */
        @Tag(2) HALTED
    }

    public Health {
        int charactersMax = Limits.EXPLANATION_BYTES_MAX / 3;
        if (why.length() > charactersMax) {
            boolean splitsAPair = Character.isHighSurrogate(why.charAt(charactersMax - 1));
            why = why.substring(0, splitsAPair ? charactersMax - 1 : charactersMax);
        }
    }
}
