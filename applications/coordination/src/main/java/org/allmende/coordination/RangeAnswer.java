package org.allmende.coordination;

import org.allmende.ledger.encoding.Tag;

/** The answer to a {@link RangeRequest}, as of a height. */
public sealed interface RangeAnswer {
    /** The height it is as of. */
    long height();

    @Tag(0)
    record Found(long height, RangeResult result) implements RangeAnswer {}

    /** It cannot be answered. */
    @Tag(1)
    record Refused(long height, CoordinationReason reason) implements RangeAnswer {}
}
