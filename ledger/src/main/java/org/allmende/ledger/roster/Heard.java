package org.allmende.ledger.roster;

import org.allmende.ledger.Limits;

/**
 * When a node was heard last, to some seconds.
 *
 * @param sinceMillis agreed time of that, or, where it never was with its present keys, from which it was expected
 * @param spoke whether it was heard at all
 */
public record Heard(long sinceMillis, boolean spoke) {
    static final Heard NEVER = new Heard(0, false);

    /** Whether a node that was heard then counts as level at this agreed time. */
    public boolean isLevelAt(long nowMillis) {
        return spoke && nowMillis - sinceMillis <= Limits.LEVEL_MILLIS;
    }
}
