package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * The keys are gone.
 *
 * @param revision the one that did it; the current one when there were none
 * @param deleted how many there were
 * @param prevKvs what they were before, ascending, when asked for
 */
@Tag(2)
public record DeleteRangeResult(
        long revision, long deleted, @Max(CoordinationLimits.ANSWER_KEYS_MAX) List<KeyValue> prevKvs)
        implements CoordinationResult, Response {
    public DeleteRangeResult {
        prevKvs = List.copyOf(prevKvs);
    }
}
