package org.allmende.coordination;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one operation or query may still look at and answer. Once that is used up it says so for good: whoever works
 * on stops where it is, and what came of it is thrown away.
 */
final class Effort {
    private final long visitsMax;
    private final CoordinationReason onceUsedUp;
    private long visits;
    private long keys = CoordinationLimits.ANSWER_KEYS_MAX;
    private long bytes = CoordinationLimits.ANSWER_BYTES_MAX;
    private @Nullable CoordinationReason refusal;

    private Effort(long visitsMax, CoordinationReason onceUsedUp) {
        this.visitsMax = visitsMax;
        this.onceUsedUp = onceUsedUp;
    }

    /**
     * Of an operation, which holds up everybody else.
     *
     * @param request what it is for
     * @param share what is left to its account in this round
     */
    static Effort of(Request request, long share) {
        int most = request instanceof DeleteRangeRequest
                ? CoordinationLimits.DELETED_VERSIONS_MAX
                : CoordinationLimits.VERSIONS_VISITED_MAX;
        return share < most
                ? new Effort(share, CoordinationReason.TOO_MUCH_IN_ONE_ROUND)
                : new Effort(most, CoordinationReason.TOO_MANY_KEYS);
    }

    /** Of a query, which holds up only who asks it: it may look at everything. */
    static Effort ofQuery() {
        return new Effort(Long.MAX_VALUE, CoordinationReason.TOO_MANY_KEYS);
    }

    /** Versions looked at so far. */
    long visits() {
        return visits;
    }

    /** A stored version is looked at. @return whether to go on */
    boolean visit() {
        if (refusal != null || visits == visitsMax) {
            return refuse(onceUsedUp);
        }
        visits++;
        return true;
    }

    /** This goes into the answer. @return whether to go on */
    boolean answer(KeyValue keyValue) {
        bytes -= keyValue.bytes();
        return refusal == null
                && (keys-- > 0 || refuse(CoordinationReason.TOO_MANY_KEYS))
                && (bytes >= 0 || refuse(CoordinationReason.ANSWER_TOO_LARGE));
    }

    /** It comes to nothing. The first reason stays. @return false, for there is nothing to go on with */
    boolean refuse(CoordinationReason reason) {
        if (refusal == null) {
            refusal = reason;
        }
        return false;
    }

    Optional<CoordinationReason> refusal() {
        return Optional.ofNullable(refusal);
    }
}
