package org.allmende.coordination;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationTables.Grace;
import org.allmende.coordination.CoordinationTables.GraceKey;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.Lease;
import org.allmende.coordination.CoordinationTables.LeaseKey;
import org.allmende.coordination.CoordinationTables.Leased;
import org.allmende.coordination.CoordinationTables.LeasedKey;
import org.allmende.coordination.CoordinationTables.Space;
import org.allmende.ledger.Context;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.View;

/**
 * Which leases there are, and when they end: when agreed time has reached the last renewal plus the time to live.
 * Where the network made no rounds for a while a lease counts as renewed when they began again, for nobody could renew
 * it in the gap. So no lease ends early: its holder is safe until its own clock has passed the sending of its last
 * answered renewal plus the time to live.
 *
 * <p>Every lease has a timer. A renewal, which is what mostly happens to a lease, leaves it where it is and so writes
 * one row; when the timer is due and the lease is not, it is set anew, once in a time to live.
 */
final class Leases {
    private final CoordinationTables tables;

    Leases(CoordinationTables tables) {
        this.tables = tables;
    }

    Optional<Lease> find(LeaseKey key) {
        return tables.leases.get(key);
    }

    /** @param space the keyspace's */
    Outcome grant(GrantLease grant, Keyspace keyspace, Space space, Permission permission, Context context) {
        LeaseKey key = LeaseKey.of(keyspace.number(), grant.lease());
        if (grant.lease() == 0) {
            return refused(CoordinationReason.LEASE_NOT_FOUND);
        }
        if (grant.ttlSeconds() > CoordinationLimits.LEASE_SECONDS_MAX) {
            return refused(CoordinationReason.LEASE_TOO_LONG);
        }
        if (!permission.covers(grant.prefix())) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        if (find(key).isPresent()) {
            return refused(CoordinationReason.LEASE_EXISTS);
        }
        Optional<CoordinationReason> objection = Spaces.objectionToLease(space);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        if (!context.own(keyspace.owner(), 1)) {
            return refused(CoordinationReason.OVER_QUOTA);
        }
        long ttlSeconds = Math.max(grant.ttlSeconds(), CoordinationLimits.LEASE_SECONDS_MIN);
        Lease lease = new Lease(context.caller(), ttlSeconds, context.timeMillis(), 0, 0);
        setTimer(new LeaseTimer(grant.keyspace(), grant.lease()), key, lease, context);
        return applied(new CoordinationResult.Granted(keyspace.revision(), ttlSeconds));
    }

    Outcome renew(RenewLeases renew, Keyspace keyspace, Permission permission, Context context) {
        List<Long> renewed = new ArrayList<>(renew.leases().size());
        for (long id : renew.leases()) {
            LeaseKey key = LeaseKey.of(keyspace.number(), id);
            Optional<Lease> found = find(key).filter(permission::holds);
            found.ifPresent(lease -> tables.leases.put(key, lease.renewed(context.timeMillis())));
            renewed.add(found.map(Lease::ttlSeconds).orElse(0L));
        }
        return applied(new CoordinationResult.Renewed(keyspace.revision(), renewed));
    }

    /** Whether the lease of this timer has ended; if not, the timer is set anew. */
    boolean hasEnded(LeaseTimer timer, LeaseKey key, Context context) {
        Lease lease = find(key).orElseThrow();
        boolean ended = endMillis(lease) <= context.timeMillis();
        if (!ended) {
            setTimer(timer, key, lease, context);
        }
        return ended;
    }

    /** Looks at this lease, whose timer was due, in the next round. */
    void postpone(LeaseTimer timer, LeaseKey key, Context context) {
        setTimer(timer, key, find(key).orElseThrow(), context.timeMillis() + 1, context);
    }

    /** Its keys have been deleted. */
    void remove(LeaseTimer timer, LeaseKey key, Keyspace keyspace, Context context) {
        context.timers().clear(timer.at(find(key).orElseThrow().timerMillis()));
        tables.leases.remove(key);
        context.own(keyspace.owner(), -1);
    }

    /** From now on no lease counts as last renewed before now. */
    void gap(Context context) {
        tables.grace.put(new GraceKey(), new Grace(context.timeMillis()));
    }

    /** When this lease ends unless it is renewed. */
    private long endMillis(Lease lease) {
        return endMillis(lease, tables.grace.get(new GraceKey()));
    }

    static long endMillis(Lease lease, Optional<Grace> grace) {
        long since = Math.max(lease.renewedMillis(), grace.map(Grace::sinceMillis).orElse(0L));
        return since + lease.ttlSeconds() * 1_000;
    }

    /** The leases of a keyspace from this id on, at most {@code limit}. Any thread. */
    LeasesAnswer answer(View view, Keyspace keyspace, long from, int limit) {
        Optional<Grace> grace = view.of(tables.grace).get(new GraceKey());
        List<LeaseInfo> infos = new ArrayList<>();
        view.of(tables.leases)
                .ascend(
                        LeaseKey.of(keyspace.number(), from),
                        null,
                        (key, lease) -> key.keyspace() == keyspace.number()
                                && infos.add(info(key, lease, grace))
                                && infos.size() <= limit);
        boolean more = infos.size() > limit;
        return new LeasesAnswer.Page(
                view.height(), keyspace.revision(), more ? infos.subList(0, limit) : infos, more);
    }

    /** One of them. Any thread. */
    LeaseAnswer answer(View view, Keyspace keyspace, long lease, boolean withKeys) {
        LeaseKey key = LeaseKey.of(keyspace.number(), lease);
        Optional<Grace> grace = view.of(tables.grace).get(new GraceKey());
        return view.of(tables.leases)
                .get(key)
                .<LeaseAnswer>map(found -> new LeaseAnswer.Found(
                        view.height(),
                        keyspace.revision(),
                        info(key, found, grace),
                        withKeys ? keys(view.of(tables.leased), key) : List.of()))
                .orElseGet(() -> new LeaseAnswer.NotFound(view.height(), keyspace.revision()));
    }

    private static LeaseInfo info(LeaseKey key, Lease lease, Optional<Grace> grace) {
        return new LeaseInfo(key.lease(), lease.account(), lease.ttlSeconds(), endMillis(lease, grace), lease.keys());
    }

    /** The keys attached to a lease, ascending. */
    static List<Bytes> keys(TableView<LeasedKey, Leased> leased, LeaseKey lease) {
        List<Bytes> keys = new ArrayList<>();
        leased.ascend(
                new LeasedKey(lease, Bytes.EMPTY),
                null,
                (key, row) -> key.lease().equals(lease) && keys.add(key.key()));
        return keys;
    }

    private void setTimer(LeaseTimer timer, LeaseKey key, Lease lease, Context context) {
        setTimer(timer, key, lease, endMillis(lease), context);
    }

    private void setTimer(LeaseTimer timer, LeaseKey key, Lease lease, long dueMillis, Context context) {
        tables.leases.put(key, lease.timed(dueMillis));
        context.timers().set(timer.at(dueMillis));
    }
}
