package org.allmende.ledger.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;

/**
 * How much of one round is left to each node. A node's share is what a round may hold times the node's weight,
 * divided by all weight, rounded down, and at least 1. A transaction has room while what its node brought before it
 * in this round is below the share: so every transaction that may be signed can be brought, whatever the share, and
 * nobody exceeds it by more than one. Apply thread only.
 */
final class Shares {
    private final SortedMap<Integer, Share> byNode = new TreeMap<>();

    /** What one node may bring into a round, and has brought. */
    private static final class Share {
        final long operationsMax;
        final long bytesMax;
        long operations;
        long bytes;
        long transactions;
        long setAside;

        Share(long operationsMax, long bytesMax) {
            this.operationsMax = operationsMax;
            this.bytesMax = bytesMax;
        }

        boolean isUsed() {
            return transactions + setAside > 0;
        }

        void clear() {
            operations = 0;
            bytes = 0;
            transactions = 0;
            setAside = 0;
        }
    }

    Shares(Roster roster, Parameters parameters) {
        long total = roster.total();
        for (Member member : roster.members()) {
            byNode.put(
                    member.node(),
                    new Share(
                            share(parameters.roundOperationsMax(), member.weight(), total),
                            share(parameters.roundBytesMax(), member.weight(), total)));
        }
    }

    private static long share(long max, long weight, long total) {
        return Math.max(1, Math.multiplyExact(max, weight) / total);
    }

    void begin() {
        byNode.values().forEach(Share::clear);
    }

    /** Whether the next transaction of this node has room; if not, it is noted as set aside. */
    boolean hasRoom(int node) {
        Share share = of(node);
        boolean room = share.operations < share.operationsMax && share.bytes < share.bytesMax;
        share.setAside += room ? 0 : 1;
        return room;
    }

    void take(int node, long moreOperations, long moreBytes) {
        Share share = of(node);
        share.transactions++;
        share.operations += moreOperations;
        share.bytes += moreBytes;
    }

    private Share of(int node) {
        Share share = byNode.get(node);
        if (share == null) {
            throw new IllegalStateException("node " + node + " brought something and is not in the roster: a bug");
        }
        return share;
    }

    /** The nodes that have brought something. */
    List<Integer> brought() {
        List<Integer> brought = new ArrayList<>();
        byNode.forEach((node, share) -> {
            if (share.isUsed()) {
                brought.add(node);
            }
        });
        return brought;
    }

    NodeUsage added(int node, NodeUsage before) {
        Share share = of(node);
        return new NodeUsage(
                before.transactions() + share.transactions,
                before.operations() + share.operations,
                before.bytes() + share.bytes,
                before.setAside() + share.setAside);
    }
}
