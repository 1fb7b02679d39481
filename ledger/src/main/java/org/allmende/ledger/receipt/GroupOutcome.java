package org.allmende.ledger.receipt;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** What one group came to, as its receipt keeps it. */
public sealed interface GroupOutcome {
    /** All operations were applied; one summary each, in the words of their applications. */
    @Tag(0)
    record Applied(
            @Max(Limits.GROUP_OPERATIONS_MAX) List<@Max(Limits.RESULT_SUMMARY_BYTES_MAX) Bytes> summaries)
            implements GroupOutcome {
        public Applied {
            summaries = List.copyOf(summaries);
        }
    }

    /**
     * None was applied.
     *
     * @param operation the first that was refused, from 0
     * @param application the tag of the application that refused it
     * @param reason the {@link org.allmende.ledger.Reason#code} in that application
     */
    @Tag(1)
    record Refused(int operation, int application, int reason) implements GroupOutcome {}
}
