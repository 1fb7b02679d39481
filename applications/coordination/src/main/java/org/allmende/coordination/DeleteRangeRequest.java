package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * Removes keys; that there are none is no error.
 *
 * @param key the first key
 * @param rangeEnd as in {@link RangeRequest}
 * @param prevKv whether the answer holds what the keys were before
 */
@Tag(2)
public record DeleteRangeRequest(
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes key,
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes rangeEnd,
        boolean prevKv)
        implements Request {
    /** One key. */
    public static DeleteRangeRequest of(Bytes key) {
        return of(key, Bytes.EMPTY);
    }

    public static DeleteRangeRequest of(Bytes key, Bytes rangeEnd) {
        return new DeleteRangeRequest(key, rangeEnd, false);
    }

    /** All keys that begin with {@code prefix}. */
    public static DeleteRangeRequest prefix(Bytes prefix) {
        KeyRange keys = KeyRange.prefix(prefix);
        return of(keys.key(), keys.rangeEnd());
    }

    public DeleteRangeRequest withPrevKv() {
        return new DeleteRangeRequest(key, rangeEnd, true);
    }
}
