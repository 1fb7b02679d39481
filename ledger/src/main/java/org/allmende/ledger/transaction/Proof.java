package org.allmende.ledger.transaction;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Tag;

/** What shows that the sender's authority stands behind a transaction. */
public sealed interface Proof {
    /** One Ed25519 signature (RFC 8032) by {@code publicKey} over the domain tag and the received bytes. */
    @Tag(0)
    record OneSignature(@Fixed(32) Bytes publicKey, @Fixed(64) Bytes signature) implements Proof {}
}
