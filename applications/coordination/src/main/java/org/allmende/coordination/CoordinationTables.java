package org.allmende.coordination;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;

/** The tables and their rows. */
final class CoordinationTables {
    final Table<KeyspaceName, Keyspace> keyspaces;
    final Table<WriterKey, Writer> writers;
    final Table<VersionKey, Version> versions;
    final Table<ChangeKey, Change> history;
    final Table<SweepKey, Sweep> sweeps;
    final Table<LeaseKey, Lease> leases;
    final Table<LeasedKey, Leased> leased;
    final Table<GraceKey, Grace> grace;
    final Table<AuthKey, Auth> auth;
    final Table<UserKey, User> users;
    final Table<RoleKey, Role> roles;
    final Table<SpaceKey, Space> spaces;

    CoordinationTables(Tables tables) {
        keyspaces = declare(tables, 0, "keyspaces", KeyspaceName.class, Keyspace.class);
        writers = declare(tables, 1, "writers", WriterKey.class, Writer.class);
        versions = declare(tables, 2, "versions", VersionKey.class, Version.class);
        history = declare(tables, 3, "history", ChangeKey.class, Change.class);
        sweeps = declare(tables, 4, "sweeps", SweepKey.class, Sweep.class);
        leases = declare(tables, 5, "leases", LeaseKey.class, Lease.class);
        leased = declare(tables, 6, "leased", LeasedKey.class, Leased.class);
        grace = declare(tables, 7, "grace", GraceKey.class, Grace.class);
        auth = declare(tables, 8, "auth", AuthKey.class, Auth.class);
        users = declare(tables, 9, "users", UserKey.class, User.class);
        roles = declare(tables, 10, "roles", RoleKey.class, Role.class);
        spaces = declare(tables, 11, "space", SpaceKey.class, Space.class);
    }

    private static <K extends Record, V> Table<K, V> declare(
            Tables tables, int number, String name, Class<K> keys, Class<V> values) {
        return tables.declare(
                Coordination.TAG, number, name, OrderedKeys.of(keys), Schema.standard().codec(values));
    }

    record KeyspaceName(@Max(Limits.NAME_BYTES_MAX) String name) {}

    /**
     * An etcd store of its own.
     *
     * @param number stands for the name in all other tables
     * @param revision the current one
     * @param compacted the first revision that can be read; -1, as in etcd, when nothing was ever given up
     */
    record Keyspace(int number, AccountId owner, long revision, long compacted) {
        /** What etcd begins with: the first write makes revision 2. */
        static Keyspace fresh(int number, AccountId owner) {
            return new Keyspace(number, owner, 1, -1);
        }

        Keyspace at(long revision) {
            return new Keyspace(number, owner, revision, compacted);
        }

        Keyspace compactedTo(long revision) {
            return new Keyspace(number, owner, this.revision, revision);
        }
    }

    /** The prefix comes last, so that the writers of a keyspace, and the prefixes of one of them, are ranges. */
    record WriterKey(int keyspace, AccountId account, @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes prefix) {}

    record Writer(long sinceHeight) {}

    /**
     * Sorts the versions of a key by age, the oldest first.
     *
     * @param key one byte longer than a key may be, as ranges are looked for by their bounds
     * @param sub the number of the change within its revision, from 0; below {@link Integer#MAX_VALUE}
     */
    record VersionKey(int keyspace, @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes key, long revision, int sub) {
        /** Before every version of every key from {@code key} on. */
        static VersionKey before(int keyspace, Bytes key) {
            return new VersionKey(keyspace, key, 0, 0);
        }

        /** After every version of this key up to a revision. */
        static VersionKey after(int keyspace, Bytes key, long revision) {
            return new VersionKey(keyspace, key, revision, Integer.MAX_VALUE);
        }
    }

    /**
     * What a key became.
     *
     * @param version how often it was put since it was created, from 1; 0: it was deleted, and nothing else is set
     */
    record Version(
            long createRevision,
            long version,
            long lease,
            @Max(CoordinationLimits.REQUEST_BYTES_MAX) Bytes value) {
        static final Version TOMBSTONE = new Version(0, 0, 0, Bytes.EMPTY);

        boolean isTombstone() {
            return version == 0;
        }

        /** What a version of this key counts in the keyspace. */
        long bytes(Bytes key) {
            return bytes(key, value);
        }

        static long bytes(Bytes key, Bytes value) {
            return (long) key.length() + value.length() + CoordinationLimits.VERSION_OVERHEAD_BYTES;
        }

        KeyValue of(VersionKey at) {
            return new KeyValue(at.key(), createRevision, at.revision(), version, value, lease);
        }
    }

    /** Sorts the changes of a keyspace by the order in which they were made. */
    record ChangeKey(int keyspace, long revision, int sub) {}

    /** Which key was changed; to what says the version with the same revision and sub. */
    record Change(@Max(CoordinationLimits.KEY_BYTES_MAX) Bytes key) {}

    record SweepKey(int keyspace) {}

    /**
     * The removal of a compacted past that is under way.
     *
     * @param target the revision it was compacted to
     * @param revision where it goes on, with {@code sub}
     * @param waitingSince the height at which it began or last went on
     */
    record Sweep(long target, long revision, int sub, long waitingSince) {}

    /** @param id the lease's as eight bytes that sort as the number does, negative ones first */
    record LeaseKey(int keyspace, @Fixed(Long.BYTES) Bytes id) {
        static LeaseKey of(int keyspace, long lease) {
            return new LeaseKey(
                    keyspace,
                    Bytes.wrap(ByteBuffer.allocate(Long.BYTES)
                            .putLong(lease ^ Long.MIN_VALUE)
                            .array()));
        }

        long lease() {
            return ByteBuffer.wrap(id.toArray()).getLong() ^ Long.MIN_VALUE;
        }
    }

    /**
     * A promise to keep some keys until nobody renews it.
     *
     * @param account who was granted it
     * @param renewedMillis agreed time of the last renewal, or of the grant
     * @param timerMillis when its timer is due; never after its end, unless that has to wait for another round
     * @param keys how many are attached
     */
    record Lease(AccountId account, long ttlSeconds, long renewedMillis, long timerMillis, int keys) {
        Lease renewed(long nowMillis) {
            return new Lease(account, ttlSeconds, nowMillis, timerMillis, keys);
        }

        Lease timed(long timerMillis) {
            return new Lease(account, ttlSeconds, renewedMillis, timerMillis, keys);
        }

        Lease with(int more) {
            return new Lease(account, ttlSeconds, renewedMillis, timerMillis, keys + more);
        }
    }

    /** Sorts the keys of each lease. */
    record LeasedKey(LeaseKey lease, @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes key) {}

    /** That it is there says it all. */
    record Leased() {
        static final Leased IT_IS = new Leased();
    }

    /** There is one row. */
    record GraceKey() {}

    /** @param sinceMillis the end of the last gap: no lease counts as last renewed before that */
    record Grace(long sinceMillis) {}

    record AuthKey(int keyspace) {}

    /**
     * Of a keyspace in whose users nothing was changed yet there is none.
     *
     * @param revision counts changes, from 1
     * @param enabledAt the revision at which users came to be asked for; 0: they are not
     */
    record Auth(long revision, long enabledAt) {
        static final Auth FRESH = new Auth(1, 0);

        boolean enabled() {
            return enabledAt != 0;
        }
    }

    record UserKey(int keyspace, @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String name) {}

    /**
     * @param passwordHash empty: without a password
     * @param roles ascending
     */
    record User(
            @Max(CoordinationLimits.PASSWORD_HASH_BYTES_MAX) Bytes passwordHash,
            @Max(CoordinationLimits.USER_ROLES_MAX) List<@Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String> roles) {
        User {
            roles = List.copyOf(roles);
        }

        User with(String role) {
            return new User(
                    passwordHash,
                    Stream.concat(roles.stream(), Stream.of(role))
                            .sorted(Comparator.comparing(Bytes::utf8))
                            .toList());
        }

        User without(String role) {
            return new User(
                    passwordHash,
                    roles.stream().filter(each -> !each.equals(role)).toList());
        }
    }

    record RoleKey(int keyspace, @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String name) {}

    /** @param permissions by key, then by range end */
    record Role(@Max(CoordinationLimits.ROLE_PERMISSIONS_MAX) List<KeyPermission> permissions) {
        Role {
            permissions = List.copyOf(permissions);
        }

        /** In place of one of the same range. */
        Role with(KeyPermission permission) {
            Stream<KeyPermission> others =
                    without(permission.key(), permission.rangeEnd()).permissions().stream();
            return new Role(Stream.concat(others, Stream.of(permission))
                    .sorted(Comparator.comparing(KeyPermission::key).thenComparing(KeyPermission::rangeEnd))
                    .toList());
        }

        Role without(Bytes key, Bytes rangeEnd) {
            return new Role(permissions.stream()
                    .filter(each -> !each.isOf(key, rangeEnd))
                    .toList());
        }
    }

    record SpaceKey(int keyspace) {}

    /**
     * Of a keyspace that was never changed there is none.
     *
     * @param bytes of all its versions
     * @param quotaBytes 0: none
     * @param alarms by kind, then by member
     */
    record Space(long bytes, long quotaBytes, @Max(CoordinationLimits.ALARMS_MAX) List<Alarm> alarms) {
        Space {
            alarms = List.copyOf(alarms);
        }

        static Space fresh() {
            return new Space(0, CoordinationLimits.QUOTA_BYTES_STANDARD, List.of());
        }

        /** Whether there would be more than the quota. */
        boolean exceededBy(long more) {
            return quotaBytes > 0 && bytes > quotaBytes - more;
        }

        boolean has(Alarm.Kind kind) {
            return !alarms.isEmpty() && alarms.stream().anyMatch(alarm -> alarm.kind() == kind);
        }

        boolean isCorrupt() {
            return has(Alarm.Kind.CORRUPT);
        }

        Space with(long more) {
            return new Space(bytes + more, quotaBytes, alarms);
        }

        Space withQuota(long quotaBytes) {
            return new Space(bytes, quotaBytes, alarms);
        }

        Space with(Alarm alarm) {
            return new Space(
                    bytes,
                    quotaBytes,
                    Stream.concat(alarms.stream(), Stream.of(alarm))
                            .sorted(Comparator.comparing(Alarm::kind).thenComparingLong(Alarm::member))
                            .toList());
        }

        Space without(Alarm alarm) {
            return new Space(
                    bytes,
                    quotaBytes,
                    alarms.stream().filter(each -> !each.equals(alarm)).toList());
        }
    }
}
