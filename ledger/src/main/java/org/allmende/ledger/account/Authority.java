package org.allmende.ledger.account;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Tag;

/** What proves that an account acts. */
public sealed interface Authority {
    /** One Ed25519 key. */
    @Tag(0)
    record OneKey(@Fixed(32) Bytes publicKey) implements Authority {}
}
