package org.allmende.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.port.RosterChainPage;
import org.allmende.ledger.roster.RosterLink;

/** A chain of rosters comes in pages: this turns them. */
interface RosterPages {
    /** The page of this path and query. */
    RosterChainPage page(String target) throws IOException, InterruptedException;

    /** Every link there is, oldest first, unproved. */
    default List<RosterLink> all(Consistency consistency) throws IOException, InterruptedException {
        List<RosterLink> links = new ArrayList<>();
        long after = -1;
        RosterChainPage page;
        do {
            page = page("/v1/roster/chain?after=" + after + "&" + consistency.parameter());
            links.addAll(page.links());
            after = links.isEmpty() ? after : links.getLast().roster().epoch();
        } while (page.more() && !page.links().isEmpty());
        return links;
    }
}
