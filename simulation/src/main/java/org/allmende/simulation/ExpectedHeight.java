package org.allmende.simulation;

import java.util.List;
import java.util.Set;
import org.allmende.ledger.AppliedHeight.Settled;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;

/**
 * What a height should be on every node.
 *
 * @param settled the transactions it applied, in order
 * @param setAside transactions that had no room in its round and were not applied in it
 * @param metering what should be counted then
 * @param state what each application should hold after it, the ledger's own first
 */
record ExpectedHeight(
        long height,
        long timeMillis,
        long epoch,
        List<Settled> settled,
        Set<Bytes> setAside,
        List<Placed> events,
        ExpectedMetering metering,
        List<Expectation> state) {
    ExpectedHeight {
        settled = List.copyOf(settled);
        setAside = Set.copyOf(setAside);
        events = List.copyOf(events);
        state = List.copyOf(state);
    }
}
