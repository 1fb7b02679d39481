package org.allmende.simulation;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/**
 * A transaction as a client of the simulation has signed it.
 *
 * @param signerKey the public key of what signed, which may not be its sender's
 */
public record Signed(Bytes bytes, TransactionId id, Transaction transaction, Bytes signerKey) {}
