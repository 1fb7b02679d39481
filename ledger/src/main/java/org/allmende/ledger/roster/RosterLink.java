package org.allmende.ledger.roster;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;

/**
 * A roster in the chain of rosters.
 *
 * @param vouches of nodes of the roster before it, by number; none under the genesis' own
 */
public record RosterLink(Roster roster, @Max(Limits.NODES_MAX) List<RosterVouch> vouches) {
    public RosterLink {
        vouches = List.copyOf(vouches);
    }
}
