package org.allmende.ledger.metering;

import java.util.Arrays;
import java.util.List;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;

/**
 * How much of one round is left to each node. A node's share is what a round may hold times the node's weight,
 * divided by all weight, rounded down, and at least 1. A transaction has room while what its node brought before it
 * in this round is below the share: so every transaction that may be signed can be brought, whatever the share, and
 * nobody exceeds it by more than one. Apply thread only.
 */
final class Shares {
    private final long[] operationsMax;
    private final long[] bytesMax;
    private final long[] operations;
    private final long[] bytes;
    private final long[] transactions;
    private final long[] setAside;

    Shares(Genesis genesis) {
        List<NodeCard> nodes = genesis.nodes();
        Parameters parameters = genesis.parameters();
        long weight = nodes.stream().mapToLong(NodeCard::weight).sum();
        operationsMax = shares(nodes, parameters.roundOperationsMax(), weight);
        bytesMax = shares(nodes, parameters.roundBytesMax(), weight);
        operations = new long[nodes.size()];
        bytes = new long[nodes.size()];
        transactions = new long[nodes.size()];
        setAside = new long[nodes.size()];
    }

    private static long[] shares(List<NodeCard> nodes, long max, long weight) {
        return nodes.stream()
                .mapToLong(node -> Math.max(1, Math.multiplyExact(max, node.weight()) / weight))
                .toArray();
    }

    void begin() {
        for (long[] count : List.of(operations, bytes, transactions, setAside)) {
            Arrays.fill(count, 0);
        }
    }

    /** Whether the next transaction of this node has room; if not, it is noted as set aside. */
    boolean hasRoom(int node) {
        boolean room = operations[node] < operationsMax[node] && bytes[node] < bytesMax[node];
        setAside[node] += room ? 0 : 1;
        return room;
    }

    void take(int node, long moreOperations, long moreBytes) {
        transactions[node]++;
        operations[node] += moreOperations;
        bytes[node] += moreBytes;
    }

    int nodes() {
        return operations.length;
    }

    boolean brought(int node) {
        return transactions[node] + setAside[node] > 0;
    }

    NodeUsage added(int node, NodeUsage before) {
        return new NodeUsage(
                before.transactions() + transactions[node],
                before.operations() + operations[node],
                before.bytes() + bytes[node],
                before.setAside() + setAside[node]);
    }
}
