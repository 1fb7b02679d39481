package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * Keys that were asked for.
 *
 * @param revision the current one, whichever was asked for
 * @param count all keys in the range, whatever the limit and the filters
 * @param more whether the limit left some out
 */
@Tag(1)
public record RangeResult(
        long revision, @Max(CoordinationLimits.ANSWER_KEYS_MAX) List<KeyValue> keyValues, long count, boolean more)
        implements Response {
    public RangeResult {
        keyValues = List.copyOf(keyValues);
    }
}
