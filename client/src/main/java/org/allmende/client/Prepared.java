package org.allmende.client;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.TransactionId;

/**
 * A signed transaction. Submitted again, by whomever, it is the same one: it is applied at most once. Who must not lose
 * track of it over a crash keeps it before submitting it.
 *
 * @param signed Borsh of a {@link org.allmende.ledger.transaction.SignedTransaction}
 */
public record Prepared(TransactionId id, Bytes signed) {}
