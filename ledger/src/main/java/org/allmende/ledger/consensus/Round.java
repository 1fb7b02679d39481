package org.allmende.ledger.consensus;

import java.util.List;
import org.allmende.ledger.encoding.Bytes;

/**
 * What an engine has ordered: the same on every node.
 *
 * @param timeMillis the engine's time for it, milliseconds since 1970; the ledger lets agreed time never decrease
 * @param epoch the roster epoch it belongs to
 * @param transactions in their order, with the node that brought each
 */
public record Round(long timeMillis, long epoch, List<Brought> transactions) {
    public Round {
        transactions = List.copyOf(transactions);
    }

    /** A transaction as it was received, and the number of the node that brought it. */
    public record Brought(long node, Bytes transaction) {}
}
