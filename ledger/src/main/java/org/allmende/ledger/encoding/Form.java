package org.allmende.ledger.encoding;

import org.jspecify.annotations.Nullable;

/**
 * How one type is written and read: a node of the tree that {@link SchemaForms} or {@link KeyForms} makes of a type
 * once, so that nothing is looked up by reflection while values are encoded.
 */
abstract class Form {
    /** The least size of a type of which no value is finite. */
    static final long ENDLESS = 1L << 40;

    /** Fewest bytes any value of this type takes; settled once the whole tree is there. */
    private long least = ENDLESS;

    abstract void write(Writer out, Object value);

    abstract Object read(Reader in) throws MalformedException;

    /** Whether every value of this type takes as many bytes as the least does. */
    boolean isFixed() {
        return false;
    }

    /** The bytes of a value that has them at hand already, as one that is nothing but a string of bytes; or null. */
    @Nullable Bytes atHand(Object value) {
        return null;
    }

    /** {@link #least} worked out from what the forms below this one have settled on so far. */
    abstract long leastNow();

    final long least() {
        return least;
    }

    /**
     * Takes over {@link #leastNow} and tells whether it fell. Forms that hold each other are asked in turns until
     * none falls any more: what then still is {@link #ENDLESS} has no finite value.
     */
    final boolean settle() {
        long now = Math.min(leastNow(), ENDLESS);
        boolean fell = now < least;
        least = now;
        return fell;
    }
}
