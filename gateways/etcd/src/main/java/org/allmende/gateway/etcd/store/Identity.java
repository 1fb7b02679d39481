package org.allmende.gateway.etcd.store;

import java.nio.ByteBuffer;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.encoding.Digests;

/**
 * The numbers by which etcd's clients tell clusters and members apart: the first eight bytes of a hash, made positive.
 *
 * @param cluster of the network, over restarts the same
 * @param member of the node that answers
 */
public record Identity(long cluster, long member) {
    public static Identity of(NetworkId network, NodeCard node) {
        return new Identity(positive(network.value()), member(node));
    }

    /** Of a gateway that is no node's: the number is that of the account it signs as. */
    public static Identity of(NetworkId network, AccountId account) {
        return new Identity(
                positive(network.value()), positive(Digests.sha256("allmende/1/etcd-gateway", account.value())));
    }

    /** The number of one node: that of its gateway's key. */
    public static long member(NodeCard node) {
        return positive(Digests.sha256("allmende/1/etcd-member", node.gatewayKey()));
    }

    private static long positive(Bytes hash) {
        return ByteBuffer.wrap(hash.unsafeArray()).getLong() & Long.MAX_VALUE;
    }
}
