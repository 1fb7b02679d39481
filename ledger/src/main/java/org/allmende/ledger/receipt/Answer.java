package org.allmende.ledger.receipt;

import org.allmende.ledger.encoding.Tag;

/** The answer to "what became of this transaction?", as of a height. */
public sealed interface Answer {
    /** The height it is as of. */
    long asOfHeight();

    /** It was applied, and this is what came of it. Final. */
    @Tag(0)
    record Applied(long asOfHeight, Receipt receipt) implements Answer {}

    /** Agreed time has passed its valid-until without it: it will never be applied. Final. */
    @Tag(1)
    record NeverHappened(long asOfHeight) implements Answer {}

    /** Its valid-until is longer ago than receipts are kept: nobody can say. */
    @Tag(2)
    record Forgotten(long asOfHeight) implements Answer {}

    /** Not applied as of this height, and it still may be: ask again. */
    @Tag(3)
    record Pending(long asOfHeight) implements Answer {}
}
