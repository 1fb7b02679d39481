package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * A branch was taken.
 *
 * @param revision the one that did it; the current one when it changed nothing
 * @param succeeded whether the compares held
 * @param responses one for each request of the taken branch
 */
@Tag(3)
public record TxnResult(
        long revision, boolean succeeded, @Max(CoordinationLimits.TXN_OPERATIONS_MAX) List<Response> responses)
        implements CoordinationResult, Response {
    public TxnResult {
        responses = List.copyOf(responses);
    }

    /** Keys deleted in the taken branch, nested ones too. */
    public long deleted() {
        long deleted = 0;
        for (Response response : responses) {
            deleted += switch (response) {
                case DeleteRangeResult range -> range.deleted();
                case TxnResult txn -> txn.deleted();
                case PutResult put -> 0;
                case RangeResult range -> 0;
            };
        }
        return deleted;
    }
}
