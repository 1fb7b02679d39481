package org.allmende.gateway.http;

import org.allmende.ledger.transaction.Proof;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/**
 * What the body of a submission says.
 *
 * @param bytes of the body
 * @param signatureFits whether all signatures are of the keys that they name; not whether these may sign
 */
record DecodedTransaction(
        TransactionId id,
        int bytes,
        boolean forThisNetwork,
        boolean signatureFits,
        Transaction transaction,
        Proof proof) {}
