package org.allmende.ledger.roster;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.signatures.Ed25519;

/**
 * What nodes sign of the roster that is to follow theirs. Signatures of more than two thirds of the weight of one roster
 * under the next make a chain from the genesis, which whoever knows the network's id can follow by itself.
 *
 * @param roster of the epoch after the signers'
 */
public record RosterStatement(NetworkId network, Roster roster) {
    /** What nodes sign is the encoded statement in this domain. */
    public static final String DOMAIN = "allmende/1/roster";

    private static final Codec<RosterStatement> CODEC = Schema.standard().codec(RosterStatement.class);

    /** @param gatewaySecret 32 bytes: of a node of the roster before */
    public Bytes signedWith(Bytes gatewaySecret) {
        return Ed25519.sign(gatewaySecret, DOMAIN, CODEC.encode(this));
    }

    /** Whether this key has signed that. */
    public boolean isSignedBy(Bytes gatewayKey, @Fixed(64) Bytes signature) {
        return Ed25519.verify(gatewayKey, DOMAIN, CODEC.encode(this), signature);
    }
}
