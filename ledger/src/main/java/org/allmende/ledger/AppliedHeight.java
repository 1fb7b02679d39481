package org.allmende.ledger;

import java.util.List;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.table.View;

/**
 * What one height did, for those on this node who wait for it. Whole results are only ever here: state keeps their
 * summaries.
 */
public record AppliedHeight(Head head, View view, List<Settled> settled, List<Placed> events) {
    /** @param results of the operations of each group, in order; empty for a refused group */
    public record Settled(Receipt receipt, List<List<Result>> results) {}
}
