package org.allmende.coordination;

import org.allmende.ledger.Event;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/** What coordination tells the world. Who wants to know which keys changed reads {@link Coordination#history}. */
public sealed interface CoordinationEvent extends Event {
    @Tag(0)
    record KeyspaceCreated(@Max(Limits.NAME_BYTES_MAX) String keyspace, AccountId owner)
            implements CoordinationEvent {}

    @Tag(1)
    record WriterAllowed(
            @Max(Limits.NAME_BYTES_MAX) String keyspace,
            AccountId account,
            @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix)
            implements CoordinationEvent {}

    @Tag(2)
    record WriterDisallowed(
            @Max(Limits.NAME_BYTES_MAX) String keyspace,
            AccountId account,
            @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix)
            implements CoordinationEvent {}

    /** One revision was made: {@code changes} puts and deletions. */
    @Tag(3)
    record KeysChanged(@Max(Limits.NAME_BYTES_MAX) String keyspace, long revision, long changes)
            implements CoordinationEvent {}

    /** Everything before {@code revision} is given up. */
    @Tag(4)
    record Compacted(@Max(Limits.NAME_BYTES_MAX) String keyspace, long revision) implements CoordinationEvent {}

    /** A lease was not renewed in time and has ended, and with it {@code keys} keys. */
    @Tag(5)
    record LeaseExpired(@Max(Limits.NAME_BYTES_MAX) String keyspace, long lease, long keys)
            implements CoordinationEvent {}

    /**
     * Users or roles were changed, or from now on users are asked for, or no longer.
     *
     * @param authRevision after it
     */
    @Tag(6)
    record AuthChanged(@Max(Limits.NAME_BYTES_MAX) String keyspace, long authRevision, boolean enabled)
            implements CoordinationEvent {}

    /** From now on the keyspace's versions may take {@code bytes}; 0: as many as they like. */
    @Tag(7)
    record SpaceQuotaSet(@Max(Limits.NAME_BYTES_MAX) String keyspace, long bytes) implements CoordinationEvent {}

    /** An alarm was raised, or taken back. */
    @Tag(8)
    record AlarmChanged(@Max(Limits.NAME_BYTES_MAX) String keyspace, Alarm alarm, boolean raised)
            implements CoordinationEvent {}
}
