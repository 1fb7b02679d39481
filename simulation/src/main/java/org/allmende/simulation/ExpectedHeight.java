package org.allmende.simulation;

import java.util.List;
import org.allmende.ledger.AppliedHeight.Settled;
import org.allmende.ledger.port.EventPage.Placed;

/**
 * What a height should be on every node.
 *
 * @param settled the transactions it applied, in order
 * @param state what each application should hold after it, the ledger's own first
 */
record ExpectedHeight(
        long height,
        long timeMillis,
        long epoch,
        List<Settled> settled,
        List<Placed> events,
        List<Expectation> state) {
    ExpectedHeight {
        settled = List.copyOf(settled);
        events = List.copyOf(events);
        state = List.copyOf(state);
    }
}
