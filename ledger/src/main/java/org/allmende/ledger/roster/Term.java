package org.allmende.ledger.roster;

/**
 * A roster and its time.
 *
 * @param proposal by which it passed; 0: it is the genesis'
 * @param passedMillis agreed time of that
 * @param atMillis from which agreed time on the epoch before it ends; 0: not announced yet
 * @param height from which it is in force; 0: not yet
 * @param timeMillis agreed time of that
 */
public record Term(Roster roster, long proposal, long passedMillis, long atMillis, long height, long timeMillis) {
    /** Whether it is, or has been. */
    public boolean hasBegun() {
        return height > 0;
    }

    public boolean isAnnounced() {
        return atMillis > 0;
    }

    Term announcedFor(long millis) {
        return new Term(roster, proposal, passedMillis, millis, height, timeMillis);
    }

    Term begunAt(long atHeight, long nowMillis) {
        return new Term(roster, proposal, passedMillis, atMillis, atHeight, nowMillis);
    }
}
