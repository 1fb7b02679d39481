package org.allmende.ledger.transaction;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;

/**
 * A transaction as it travels: the Borsh bytes of a {@link Transaction}, kept as received so that nothing is ever
 * encoded again to verify it, and the proof over them.
 */
public record SignedTransaction(@Max(Limits.TRANSACTION_BYTES_MAX) Bytes transaction, Proof proof) {}
