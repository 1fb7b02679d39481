package org.allmende.node.etcd.forming;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.genesis.NodeCard;

/**
 * What a member brings into the network's beginning. Made once with the member's keys, and never changed.
 *
 * @param ownerKey the public key of the account that would own the keyspace: it does where this member is the first
 * @param madeMillis when, by its clock, in milliseconds since 1970
 * @param nonce of its own, so that the same members can begin twice
 */
public record Introduction(
        NodeCard card, @Fixed(32) Bytes ownerKey, long madeMillis, @Fixed(32) Bytes nonce) {
    public String name() {
        return card.name();
    }
}
