package org.allmende.ledger.consensus;

import java.util.List;
import org.allmende.ledger.encoding.Bytes;

/**
 * What an engine has ordered: the same on every node.
 *
 * @param timeMillis the engine's time for it, milliseconds since 1970; the ledger lets agreed time never decrease
 * @param epoch the roster epoch it belongs to
 * @param transactions in their order, with the node that brought each
 * @param heard the numbers of the nodes that took part in it, whether or not they brought anything: each once, ascending
 */
public record Round(long timeMillis, long epoch, List<Brought> transactions, List<Long> heard) {
    public Round {
        transactions = List.copyOf(transactions);
        heard = List.copyOf(heard);
    }

    /** Of which only those took part that brought something. */
    public Round(long timeMillis, long epoch, List<Brought> transactions) {
        this(
                timeMillis,
                epoch,
                transactions,
                transactions.stream().map(Brought::node).distinct().sorted().toList());
    }

    /** A transaction as it was received, and the number of the node that brought it. */
    public record Brought(long node, Bytes transaction) {}
}
