package org.allmende.ledger.encoding;

import org.allmende.ledger.fuzz.Fuzz;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;

/** Whatever the ledger reads from strangers, and records of every kind that can be encoded; see {@link Fuzz}. */
class CodecFuzzTest {
    /** {@code -Pfuzz} tries fifty million. */
    private static final int INPUTS = 200_000;

    @Test
    void everyInputIsDecodedToWhatEncodesToItOrIsRefused() {
        Fuzz fuzz = new Fuzz()
                .values(Kinds.Everything.class, Kinds.SCHEMA.codec(Kinds.Everything.class), Kinds.ANY)
                .values(Kinds.Wide.class, Kinds.SCHEMA.codec(Kinds.Wide.class), Kinds.ANY)
                .values(Kinds.Step.class, Kinds.SCHEMA.codec(Kinds.Step.class), Kinds.ANY)
                .values(Transaction.class, Kinds.SCHEMA.codec(Transaction.class), Kinds.ANY)
                .values(SignedTransaction.class, Kinds.SCHEMA.codec(SignedTransaction.class), Kinds.ANY)
                .values(Answer.class, Kinds.SCHEMA.codec(Answer.class), Kinds.ANY)
                .values(Genesis.class, Genesis.CODEC, Kinds.ANY)
                .keys(Kinds.Key.class, OrderedKeys.of(Kinds.Key.class), Kinds.ANY_KEY);
        fuzz.run(CodecFuzzTest.class, INPUTS);
    }
}
