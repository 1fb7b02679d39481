package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.roster.RosterLink;

/**
 * Rosters that were in force, oldest first, as of a height; as gateways send them.
 *
 * @param more whether there are younger ones
 */
public record RosterChainPage(long height, @Max(LINKS_MAX) List<RosterLink> links, boolean more) {
    /** As many as fit into an answer whatever their nodes. */
    public static final int LINKS_MAX = 16;

    public RosterChainPage {
        links = List.copyOf(links);
    }
}
