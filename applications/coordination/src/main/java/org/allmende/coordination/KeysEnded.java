package org.allmende.coordination;

import org.allmende.ledger.Context;

/**
 * The keys that leases took with them in this round, so that many which end together do not stall it. As
 * {@link Shares}: it begins anew with every height, and so is the same on every node although it is in no table.
 */
final class KeysEnded {
    private int keys;
    private long height = -1;

    /** Whether one more lease may end in this round. */
    boolean hasRoom(Context context) {
        if (context.height() != height) {
            height = context.height();
            keys = 0;
        }
        return keys < CoordinationLimits.LEASE_KEYS_ENDED_PER_ROUND_MAX;
    }

    void count(int more) {
        keys += more;
    }
}
