package org.allmende.coordination;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.Optional;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.Space;
import org.allmende.coordination.CoordinationTables.SpaceKey;
import org.allmende.coordination.CoordinationTables.SweepKey;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.View;

/**
 * What keyspaces take up, may take up, and are alarmed about. The bytes of a keyspace are kept in its row, by the
 * difference that each change and each part of a sweep makes; only where there is no row yet they are counted: nothing
 * in a new keyspace, and once in one whose last change was made before there were such rows.
 */
final class Spaces {
    private final Table<SpaceKey, Space> spaces;
    private final Table<VersionKey, Version> versions;
    private final Table<SweepKey, CoordinationTables.Sweep> sweeps;

    Spaces(CoordinationTables tables) {
        spaces = tables.spaces;
        versions = tables.versions;
        sweeps = tables.sweeps;
    }

    Space of(Keyspace keyspace) {
        return of(keyspace.number());
    }

    /** Before anything of the keyspace is changed that {@link #add} is to be told of. */
    Space of(int keyspace) {
        return of(spaces, versions, keyspace);
    }

    private static Space of(
            TableView<SpaceKey, Space> spaces, TableView<VersionKey, Version> versions, int keyspace) {
        return spaces.get(new SpaceKey(keyspace)).orElseGet(() -> Space.fresh().with(counted(versions, keyspace)));
    }

    private static long counted(TableView<VersionKey, Version> versions, int keyspace) {
        long[] bytes = {0};
        VersionKey from = VersionKey.before(keyspace, Bytes.EMPTY);
        VersionKey to = VersionKey.before(keyspace + 1, Bytes.EMPTY);
        versions.ascend(from, to, (at, version) -> {
            bytes[0] += version.bytes(at.key());
            return true;
        });
        return bytes[0];
    }

    /** @param more bytes, or fewer, than in {@code before} */
    void add(int keyspace, Space before, long more) {
        spaces.put(new SpaceKey(keyspace), before.with(more));
    }

    /** By the owner itself. */
    Outcome set(SetQuota set, Keyspace keyspace, Context context) {
        if (!context.caller().equals(keyspace.owner())) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        Space before = of(keyspace.number());
        if (before.quotaBytes() != set.bytes()) {
            spaces.put(new SpaceKey(keyspace.number()), before.withQuota(set.bytes()));
            context.emit(new CoordinationEvent.SpaceQuotaSet(set.keyspace(), set.bytes()));
        }
        return applied(new CoordinationResult.Done(keyspace.revision()));
    }

    Outcome change(ChangeAlarm change, Keyspace keyspace, Permission permission, Context context) {
        if (!permission.actsForOwner()) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        return change(change.keyspace(), change.alarm(), change.raised(), keyspace, context);
    }

    /** One alarm of it is enough, whoever raised it; and it is raised only where something might not fit indeed. */
    Outcome report(ReportNoSpace report, Keyspace keyspace, Permission permission, Context context) {
        if (!permission.covers(report.prefix())) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        Space space = of(keyspace.number());
        if (space.has(Alarm.Kind.NO_SPACE)) {
            return applied(new CoordinationResult.Done(keyspace.revision()));
        }
        if (!space.exceededBy(CoordinationLimits.OPERATION_SPACE_MAX)) {
            return refused(CoordinationReason.SPACE_LEFT);
        }
        return change(report.keyspace(), new Alarm(Alarm.Kind.NO_SPACE, report.member()), true, keyspace, context);
    }

    private Outcome change(String name, Alarm alarm, boolean raised, Keyspace keyspace, Context context) {
        Space before = of(keyspace.number());
        boolean was = before.alarms().contains(alarm);
        if (!raised && !was) {
            return refused(CoordinationReason.ALARM_NOT_FOUND);
        }
        if (raised && !was && before.alarms().size() >= CoordinationLimits.ALARMS_MAX) {
            return refused(CoordinationReason.TOO_MANY_ALARMS);
        }
        if (raised != was) {
            spaces.put(new SpaceKey(keyspace.number()), raised ? before.with(alarm) : before.without(alarm));
            context.emit(new CoordinationEvent.AlarmChanged(name, alarm, raised));
        }
        return applied(new CoordinationResult.Done(keyspace.revision()));
    }

    /** What speaks against a change of keys: etcd asks for room first, in both branches of a transaction. */
    static Optional<CoordinationReason> objection(Space space, Request request) {
        long cost = cost(request);
        if (cost > 0 && isFull(space, cost)) {
            return Optional.of(CoordinationReason.NO_SPACE);
        }
        return space.isCorrupt() && changes(request)
                ? Optional.of(CoordinationReason.SAID_TO_BE_CORRUPT)
                : Optional.empty();
    }

    /** Against a lease to be granted. */
    static Optional<CoordinationReason> objectionToLease(Space space) {
        if (isFull(space, CoordinationLimits.LEASE_SPACE_BYTES)) {
            return Optional.of(CoordinationReason.NO_SPACE);
        }
        return space.isCorrupt() ? Optional.of(CoordinationReason.SAID_TO_BE_CORRUPT) : Optional.empty();
    }

    private static boolean isFull(Space space, long more) {
        return space.has(Alarm.Kind.NO_SPACE) || space.exceededBy(more);
    }

    /** Bytes that a request might put; of a transaction's branches the dearer one's. */
    private static long cost(Request request) {
        return switch (request) {
            case PutRequest put -> Version.bytes(put.key(), put.value());
            case TxnRequest txn ->
                Math.max(
                        txn.success().stream().mapToLong(Spaces::cost).sum(),
                        txn.failure().stream().mapToLong(Spaces::cost).sum());
            case RangeRequest range -> 0;
            case DeleteRangeRequest delete -> 0;
        };
    }

    private static boolean changes(Request request) {
        return switch (request) {
            case PutRequest put -> true;
            case DeleteRangeRequest delete -> true;
            case RangeRequest range -> false;
            case TxnRequest txn ->
                txn.success().stream().anyMatch(Spaces::changes) || txn.failure().stream().anyMatch(Spaces::changes);
        };
    }

    /** Any thread. */
    SpaceAnswer answer(View view, Keyspace keyspace) {
        Space space = of(view.of(spaces), view.of(versions), keyspace.number());
        boolean removing = view.of(sweeps).get(new SweepKey(keyspace.number())).isPresent();
        return new SpaceAnswer.Found(view.height(), space.bytes(), space.quotaBytes(), space.alarms(), removing);
    }
}
