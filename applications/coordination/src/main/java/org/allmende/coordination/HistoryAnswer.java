package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** The answer to a {@link HistoryRequest}, as of a height. */
public sealed interface HistoryAnswer {
    /** The height it is as of. */
    long height();

    /**
     * What happened, in the order of revisions and, within one, of its operations; a revision is never split.
     *
     * @param revision the keyspace's current one
     * @param nextRevision where to go on asking: everything asked for below it is in this page or an earlier one. Up
     *     to date when it is above {@code revision}
     */
    @Tag(0)
    record Page(
            long height,
            long revision,
            long nextRevision,
            @Max(CoordinationLimits.HISTORY_EVENTS_MAX + CoordinationLimits.REVISION_CHANGES_MAX)
                    List<KeyEvent> events)
            implements HistoryAnswer {
        public Page {
            events = List.copyOf(events);
        }
    }

    /**
     * What was asked for is given up: read the keys anew, then go on from there.
     *
     * @param compactRevision the first revision still held
     */
    @Tag(1)
    record Compacted(long height, long revision, long compactRevision) implements HistoryAnswer {}

    /** It cannot be answered. */
    @Tag(2)
    record Refused(long height, CoordinationReason reason) implements HistoryAnswer {}
}
