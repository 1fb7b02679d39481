package org.allmende.ledger.consensus;

import org.allmende.ledger.encoding.Bytes;

/** A transaction for ordering, and the agreed time (milliseconds since 1970) after which ordering it is of no use. */
public record Offer(Bytes transaction, long validUntilMillis) {}
