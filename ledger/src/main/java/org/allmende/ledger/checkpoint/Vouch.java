package org.allmende.ledger.checkpoint;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.signatures.Ed25519;

/**
 * A node's word for a {@link Statement}.
 *
 * @param node its number in the genesis; of several with one gateway key the lowest
 * @param signature by that node's gateway key over the encoded statement in its domain
 */
public record Vouch(int node, @Fixed(64) Bytes signature) {
    /** @param gatewaySecret 32 bytes */
    public static Vouch of(Statement statement, int node, Bytes gatewaySecret) {
        return new Vouch(node, Ed25519.sign(gatewaySecret, Statement.DOMAIN, Statement.CODEC.encode(statement)));
    }

    /** Whether this key has signed that. */
    public boolean isFor(Statement statement, Bytes gatewayKey) {
        return Ed25519.verify(gatewayKey, Statement.DOMAIN, Statement.CODEC.encode(statement), signature);
    }
}
