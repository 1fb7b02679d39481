package org.allmende.ledger.genesis;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;

/** A keyspace that exists from the start, and the Ed25519 public key whose account, opened with it, owns it. */
public record GenesisKeyspace(@Max(Limits.NAME_BYTES_MAX) String name, @Fixed(32) Bytes ownerKey) {
    public GenesisKeyspace {
        Names.check("keyspace", name);
    }
}
