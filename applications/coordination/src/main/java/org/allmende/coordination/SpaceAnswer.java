package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** What a keyspace takes up and may, as of a height. */
public sealed interface SpaceAnswer {
    /** The height it is as of. */
    long height();

    /**
     * It exists.
     *
     * @param bytes of all versions that are stored, each its key, its value and
     *     {@link CoordinationLimits#VERSION_OVERHEAD_BYTES}
     * @param quotaBytes what {@code bytes} may come to by puts; 0: no quota
     * @param alarms by kind, then by member
     * @param removing whether what a compaction gave up is still being removed
     */
    @Tag(0)
    record Found(
            long height,
            long bytes,
            long quotaBytes,
            @Max(CoordinationLimits.ALARMS_MAX) List<Alarm> alarms,
            boolean removing)
            implements SpaceAnswer {
        public Found {
            alarms = List.copyOf(alarms);
        }

        /** Whether there is an alarm of this kind. */
        public boolean has(Alarm.Kind kind) {
            return alarms.stream().anyMatch(alarm -> alarm.kind() == kind);
        }
    }

    /** There is no keyspace of this name. */
    @Tag(1)
    record NoKeyspace(long height) implements SpaceAnswer {}
}
