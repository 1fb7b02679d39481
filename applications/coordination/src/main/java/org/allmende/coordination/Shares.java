package org.allmende.coordination;

import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.Context;
import org.allmende.ledger.account.AccountId;

/**
 * What every account has of a round, so that one alone cannot stall it: a transaction holds thousands of operations.
 * What was used counts even when the group was refused, for the work was done.
 *
 * <p>It begins anew with every height and depends on nothing before it, so it is the same on every node although it is
 * in no table.
 */
final class Shares {
    private final Map<AccountId, Long> visits = new TreeMap<>();
    private long height = -1;

    /** Versions the caller's operations may still look at in this round, leases they renew among them. */
    long left(Context context) {
        if (context.height() != height) {
            visits.clear();
            height = context.height();
        }
        return CoordinationLimits.VERSIONS_VISITED_PER_ROUND_MAX - visits.getOrDefault(context.caller(), 0L);
    }

    void use(Context context, long visited) {
        visits.merge(context.caller(), visited, Long::sum);
    }
}
