package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;

/**
 * Asks what happened.
 *
 * @param key the first key
 * @param rangeEnd as in {@link RangeRequest}
 * @param fromRevision the first revision asked for; 0: the oldest; in the future: nothing has happened yet
 * @param limit of events, 1 to {@link CoordinationLimits#HISTORY_EVENTS_MAX}; the last revision still comes whole
 * @param prevKv whether events hold what the keys were before
 */
public record HistoryRequest(
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes key,
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes rangeEnd,
        long fromRevision,
        int limit,
        boolean prevKv) {
    public HistoryRequest {
        if (fromRevision < 0) {
            throw new IllegalArgumentException("revisions begin at 1; " + fromRevision + " is none");
        }
        if (limit < 1 || limit > CoordinationLimits.HISTORY_EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "a page of history has 1 to " + CoordinationLimits.HISTORY_EVENTS_MAX + " events, not " + limit);
        }
    }

    /** The changes of these keys from a revision on, in pages of the default size, without what was before. */
    public static HistoryRequest of(KeyRange keys, long fromRevision) {
        return new HistoryRequest(keys.key(), keys.rangeEnd(), fromRevision, 1_000, false);
    }

    public HistoryRequest withPrevKv() {
        return new HistoryRequest(key, rangeEnd, fromRevision, limit, true);
    }
}
