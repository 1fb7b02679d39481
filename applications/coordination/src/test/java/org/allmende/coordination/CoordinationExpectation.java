package org.allmende.coordination;

import static org.allmende.coordination.CoordinationReason.ACCOUNT_NOT_OPEN;
import static org.allmende.coordination.CoordinationReason.KEYSPACE_EXISTS;
import static org.allmende.coordination.CoordinationReason.KEYSPACE_NOT_FOUND;
import static org.allmende.coordination.CoordinationReason.LEASE_EXISTS;
import static org.allmende.coordination.CoordinationReason.LEASE_NOT_FOUND;
import static org.allmende.coordination.CoordinationReason.LEASE_TOO_LONG;
import static org.allmende.coordination.CoordinationReason.NOT_ALLOWED;
import static org.allmende.coordination.CoordinationReason.NO_SPACE;
import static org.allmende.coordination.CoordinationReason.OVER_QUOTA;
import static org.allmende.coordination.CoordinationReason.SAID_TO_BE_CORRUPT;
import static org.allmende.coordination.CoordinationReason.SPACE_LEFT;
import static org.allmende.coordination.CoordinationReason.TOO_MANY_KEYSPACES;
import static org.allmende.coordination.CoordinationReason.TOO_MANY_WRITERS;
import static org.allmende.coordination.CoordinationReason.TWO_KEYSPACES;
import static org.allmende.coordination.CoordinationReason.WRITER_NOT_FOUND;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.Expectation;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulationPlan;

/** What coordination should do: a {@link CopyStore} for every keyspace, and who may write where. */
final class CoordinationExpectation implements Expectation {
    private static final Bytes ZERO = Bytes.of((byte) 0);

    /** In a simulation so little is written that a sweep takes rounds only when these are few. */
    static final int SWEPT_PER_ROUND = 5;

    /** In the order in which they were made. */
    private final Map<String, Keyspace> keyspaces = new LinkedHashMap<>();

    /** The end of the last gap, of which no keyspace may know that is made after it. */
    private long graceMillis;

    private boolean hadGap;

    private final Met met;

    /** How often what a simulation is run for was met, by this one and all its copies. */
    static final class Met {
        /** Rounds that left a sweep to the next one. */
        int unfinishedSweeps;

        /** Leases that would have ended, had they not been renewed. */
        int leasesRenewedInTime;

        /** Leases that would have ended, had there not been a gap. */
        int leasesKeptByAGap;

        /** Leases that ended, and keys with them. */
        int leasesEndedWithKeys;
    }

    CoordinationExpectation() {
        this(new Met());
    }

    private CoordinationExpectation(Met met) {
        this.met = met;
    }

    Met met() {
        return met;
    }

    /** What it judges. */
    static Coordination judged(Tables tables) {
        return new Coordination(tables, SWEPT_PER_ROUND);
    }

    /** What is known of one. */
    static final class Keyspace {
        final AccountId owner;
        final CopyStore store;
        final Set<KeyspaceAnswer.Writer> writers = new HashSet<>();
        final PastRows rows;
        final CopyAuth auth;
        final CopySpace space;
        boolean touched;

        Keyspace(AccountId owner) {
            this(owner, new CopyStore(), new PastRows(), new CopyAuth(), new CopySpace());
        }

        Keyspace(AccountId owner, CopyStore store, PastRows rows, CopyAuth auth, CopySpace space) {
            this.owner = owner;
            this.store = store;
            this.rows = rows;
            this.auth = auth;
            this.space = space;
        }
    }

    /** A network that runs coordination, and is judged by this. */
    static SimulationPlan network(Seed seed) {
        return network(seed, new CoordinationExpectation());
    }

    static SimulationPlan network(Seed seed, CoordinationExpectation expectation) {
        return SimulatedNetwork.of(seed).running(tables -> List.of(judged(tables)), expectation);
    }

    @Override
    public int tag() {
        return Coordination.TAG;
    }

    @Override
    public boolean isMine(Operation operation) {
        return operation instanceof CoordinationOperation;
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        genesis.keyspaces().forEach(
                each -> keyspaces.putIfAbsent(each.name(), new Keyspace(AccountId.ofKey(each.ownerKey()))));
    }

    @Override
    public Optional<Reason> objection(List<Operation> operations) {
        Set<String> named = new HashSet<>();
        operations.forEach(each -> named.add(((CoordinationOperation) each).keyspace()));
        return named.size() > 1 ? Optional.of(TWO_KEYSPACES) : Optional.empty();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        try {
            CoordinationOperation asked = (CoordinationOperation) operation;
            Keyspace keyspace = keyspaces.get(asked.keyspace());
            if (keyspace != null) {
                UserExpectation.check(asked, keyspace, context);
            }
            return Outcome.applied(done(asked, context));
        } catch (CopyStore.Refusal refusal) {
            return Outcome.refused(refusal.reason);
        }
    }

    private CoordinationResult done(CoordinationOperation operation, Context context) {
        return switch (operation) {
            case CreateKeyspace create -> create(create.keyspace(), context);
            case AllowWriter allow -> allow(allow, context);
            case DisallowWriter disallow -> disallow(disallow, context);
            case Put put -> change(put.keyspace(), put.request(), context);
            case DeleteRange delete -> change(delete.keyspace(), delete.request(), context);
            case Txn txn -> change(txn.keyspace(), txn.request(), context);
            case Compact compact -> compact(compact, context);
            case GrantLease grant -> grant(grant, context);
            case RenewLeases renew -> {
                Keyspace keyspace = find(renew.keyspace());
                yield keyspace.store.renew(
                        renew.leases(), holds(renew.keyspace(), keyspace, context), context.timeMillis());
            }
            case RevokeLease revoke -> revoke(revoke, context);
            case ChangeAuth change -> change(change, context);
            case SetQuota set -> {
                Keyspace keyspace = find(set.keyspace());
                refuseIf(!keyspace.owner.equals(context.caller()), NOT_ALLOWED);
                if (keyspace.space.setQuota(set.bytes())) {
                    keyspace.touched = true;
                    context.emit(new CoordinationEvent.SpaceQuotaSet(set.keyspace(), set.bytes()));
                }
                yield new CoordinationResult.Done(keyspace.store.revision());
            }
            case ChangeAlarm change -> {
                Keyspace keyspace = find(change.keyspace());
                refuseIf(!CopyRights.actsForOwner(change.keyspace(), keyspace, Bytes.EMPTY, context), NOT_ALLOWED);
                yield alarm(change.keyspace(), change.alarm(), change.raised(), context);
            }
            case ReportNoSpace report -> report(report, context);
            case AsUser as -> done((CoordinationOperation) as.operation(), context);
        };
    }

    private CoordinationResult report(ReportNoSpace report, Context context) {
        Keyspace keyspace = find(report.keyspace());
        refuseIf(!CopyRights.mayWriteUnder(report.keyspace(), keyspace, report.prefix(), context), NOT_ALLOWED);
        if (keyspace.space.has(Alarm.Kind.NO_SPACE)) {
            return new CoordinationResult.Done(keyspace.store.revision());
        }
        refuseIf(!keyspace.space.mayBeFull(keyspace.rows), SPACE_LEFT);
        return alarm(report.keyspace(), new Alarm(Alarm.Kind.NO_SPACE, report.member()), true, context);
    }

    private CoordinationResult alarm(String name, Alarm alarm, boolean raised, Context context) {
        Keyspace keyspace = find(name);
        if (keyspace.space.change(alarm, raised)) {
            keyspace.touched = true;
            context.emit(new CoordinationEvent.AlarmChanged(name, alarm, raised));
        }
        return new CoordinationResult.Done(keyspace.store.revision());
    }

    private CoordinationResult change(ChangeAuth change, Context context) {
        Keyspace keyspace = find(change.keyspace());
        refuseIf(!CopyRights.actsForOwner(change.keyspace(), keyspace, Bytes.EMPTY, context), NOT_ALLOWED);
        CopyAuth before = new CopyAuth(keyspace.auth);
        boolean effect = keyspace.auth.change(change.change());
        refuseIf(!context.own(keyspace.owner, keyspace.auth.entries() - before.entries()), OVER_QUOTA);
        if (effect) {
            context.emit(new CoordinationEvent.AuthChanged(
                    change.keyspace(), keyspace.auth.revision(), keyspace.auth.enabled()));
        }
        return new CoordinationResult.Done(keyspace.store.revision());
    }

    private CoordinationResult create(String name, Context context) {
        refuseIf(keyspaces.containsKey(name), KEYSPACE_EXISTS);
        long owned = keyspaces.values().stream()
                .filter(each -> each.owner.equals(context.caller()))
                .count();
        refuseIf(owned >= 16, TOO_MANY_KEYSPACES);
        refuseIf(!context.own(context.caller(), 1), OVER_QUOTA);
        Keyspace made = new Keyspace(context.caller());
        made.store.gap(graceMillis);
        keyspaces.put(name, made);
        context.emit(new CoordinationEvent.KeyspaceCreated(name, context.caller()));
        return new CoordinationResult.Created(1);
    }

    private CoordinationResult allow(AllowWriter allow, Context context) {
        Keyspace keyspace = find(allow.keyspace());
        refuseIf(!keyspace.owner.equals(context.caller()), NOT_ALLOWED);
        refuseIf(!context.isOpen(allow.account()), ACCOUNT_NOT_OPEN);
        KeyspaceAnswer.Writer writer = new KeyspaceAnswer.Writer(allow.account(), allow.prefix());
        long prefixes = keyspace.writers.stream()
                .filter(each -> each.account().equals(allow.account()))
                .count();
        refuseIf(!keyspace.writers.contains(writer) && prefixes >= 64, TOO_MANY_WRITERS);
        if (keyspace.writers.add(writer)) {
            context.emit(new CoordinationEvent.WriterAllowed(allow.keyspace(), allow.account(), allow.prefix()));
        }
        return new CoordinationResult.Done(keyspace.store.revision());
    }

    private CoordinationResult disallow(DisallowWriter disallow, Context context) {
        Keyspace keyspace = find(disallow.keyspace());
        refuseIf(!keyspace.owner.equals(context.caller()), NOT_ALLOWED);
        boolean was = keyspace.writers.remove(new KeyspaceAnswer.Writer(disallow.account(), disallow.prefix()));
        refuseIf(!was, WRITER_NOT_FOUND);
        context.emit(
                new CoordinationEvent.WriterDisallowed(disallow.keyspace(), disallow.account(), disallow.prefix()));
        return new CoordinationResult.Done(keyspace.store.revision());
    }

    private CoordinationResult change(String name, Request request, Context context) {
        Keyspace keyspace = find(name);
        keyspace.store.check(request);
        refuseIf(!CopyRights.mayWrite(name, keyspace, request, context), NOT_ALLOWED);
        keyspace.space.check(request, keyspace.rows);
        long before = keyspace.store.revision();
        int keysBefore = keyspace.store.keys();
        CoordinationResult result = keyspace.store.apply(request, holds(name, keyspace, context));
        if (keyspace.store.revision() > before) {
            keyspace.space.checkStored(keyspace.store.lastEvents(), keyspace.rows);
        }
        int more = keyspace.store.keys() - keysBefore;
        refuseIf(!context.own(keyspace.owner, more), OVER_QUOTA);
        changed(name, keyspace, before, context);
        return result;
    }

    private CoordinationResult compact(Compact compact, Context context) {
        Keyspace keyspace = find(compact.keyspace());
        refuseIf(keyspace.space.has(Alarm.Kind.CORRUPT), SAID_TO_BE_CORRUPT);
        refuseIf(!CopyRights.actsForOwner(compact.keyspace(), keyspace, Bytes.EMPTY, context), NOT_ALLOWED);
        CoordinationResult result = keyspace.store.compact(compact.revision());
        keyspace.rows.beginSweep(compact.revision(), context.height());
        context.timers().set(new Timer(context.timeMillis() + 1, Bytes.utf8("sweep")));
        context.emit(new CoordinationEvent.Compacted(compact.keyspace(), compact.revision()));
        return result;
    }

    private CoordinationResult grant(GrantLease grant, Context context) {
        Keyspace keyspace = find(grant.keyspace());
        refuseIf(grant.lease() == 0, LEASE_NOT_FOUND);
        refuseIf(grant.ttlSeconds() > 9_000_000_000L, LEASE_TOO_LONG);
        refuseIf(!CopyRights.mayWriteUnder(grant.keyspace(), keyspace, grant.prefix(), context), NOT_ALLOWED);
        refuseIf(keyspace.store.hasLease(grant.lease()), LEASE_EXISTS);
        refuseIf(keyspace.space.isFullFor(64, keyspace.rows), NO_SPACE);
        refuseIf(keyspace.space.has(Alarm.Kind.CORRUPT), SAID_TO_BE_CORRUPT);
        refuseIf(!context.own(keyspace.owner, 1), OVER_QUOTA);
        CoordinationResult granted =
                keyspace.store.grant(grant.lease(), grant.ttlSeconds(), context.caller(), context.timeMillis());
        context.timers().set(leaseTimer(grant.keyspace(), keyspace, grant.lease()));
        return granted;
    }

    private CoordinationResult revoke(RevokeLease revoke, Context context) {
        Keyspace keyspace = find(revoke.keyspace());
        refuseIf(keyspace.space.has(Alarm.Kind.CORRUPT), SAID_TO_BE_CORRUPT);
        Optional<Timer> timer = keyspace.store.hasLease(revoke.lease())
                ? Optional.of(leaseTimer(revoke.keyspace(), keyspace, revoke.lease()))
                : Optional.empty();
        long before = keyspace.store.revision();
        CoordinationResult revoked =
                keyspace.store.revoke(revoke.lease(), holds(revoke.keyspace(), keyspace, context));
        context.timers().clear(timer.orElseThrow());
        ended(revoke.keyspace(), keyspace, before, context);
        return revoked;
    }

    /** The lease and its keys are nobody's any more. */
    private static int ended(String name, Keyspace keyspace, long revisionBefore, Context context) {
        int keys = keyspace.store.revision() > revisionBefore
                ? keyspace.store.lastEvents().size()
                : 0;
        context.own(keyspace.owner, -1 - keys);
        changed(name, keyspace, revisionBefore, context);
        return keys;
    }

    private static void changed(String name, Keyspace keyspace, long revisionBefore, Context context) {
        if (keyspace.store.revision() > revisionBefore) {
            keyspace.rows.add(keyspace.store.lastEvents());
            keyspace.touched = true;
            context.emit(new CoordinationEvent.KeysChanged(
                    name, keyspace.store.revision(), keyspace.store.lastEvents().size()));
        }
    }

    private static Timer leaseTimer(String name, Keyspace keyspace, long lease) {
        Bytes timer = Bytes.utf8("lease")
                .concat(Bytes.hex(String.format("%016x", lease)))
                .concat(Bytes.utf8(name));
        return new Timer(keyspace.store.timerMillis(lease), timer);
    }

    private static Predicate<AccountId> holds(String name, Keyspace keyspace, Context context) {
        return account -> account.equals(context.caller()) || CopyRights.actsForOwner(name, keyspace, Bytes.EMPTY, context);
    }

    private void leaseDue(Timer timer, Context context) {
        Bytes named = timer.name().slice("lease".length(), timer.name().length());
        long lease = Long.parseUnsignedLong(named.slice(0, 8).toHex(), 16);
        String name = named.slice(8, named.length()).toText();
        Keyspace keyspace = find(name);
        long end = keyspace.store.endMillis(lease);
        if (end > context.timeMillis()) {
            boolean renewed = keyspace.store.endWithoutGapMillis(lease) > context.timeMillis();
            met.leasesRenewedInTime += renewed ? 1 : 0;
            met.leasesKeptByAGap += renewed ? 0 : 1;
            keyspace.store.setTimer(lease, end);
            context.timers().set(leaseTimer(name, keyspace, lease));
            return;
        }
        long before = keyspace.store.revision();
        keyspace.store.end(lease);
        int keys = ended(name, keyspace, before, context);
        met.leasesEndedWithKeys += keys > 0 ? 1 : 0;
        context.emit(new CoordinationEvent.LeaseExpired(name, lease, keys));
    }

    @Override
    public void gap(Gap gap, Context context) {
        hadGap = true;
        keyspaces.values().forEach(each -> each.store.gap(context.timeMillis()));
        graceMillis = context.timeMillis();
    }

    /** Of leases first; of sweeps who has waited longest comes first. */
    @Override
    public void due(Timer timer, Context context) {
        if (timer.name().startsWith(Bytes.utf8("lease"))) {
            leaseDue(timer, context);
            return;
        }
        int left = SWEPT_PER_ROUND;
        for (PastRows each : underWay()) {
            left -= left > 0 ? each.sweep(left, context.height()) : 0;
        }
        if (!underWay().isEmpty()) {
            met.unfinishedSweeps++;
            context.timers().set(new Timer(context.timeMillis() + 1, timer.name()));
        }
    }

    private List<PastRows> underWay() {
        return keyspaces.values().stream()
                .map(each -> each.rows)
                .filter(PastRows::isSwept)
                .sorted(Comparator.comparingLong(PastRows::waitingSince))
                .toList();
    }

    private Keyspace find(String name) {
        Keyspace found = keyspaces.get(name);
        if (found == null) {
            throw new CopyStore.Refusal(KEYSPACE_NOT_FOUND);
        }
        return found;
    }

    static void refuseIf(boolean wrong, CoordinationReason reason) {
        if (wrong) {
            throw new CopyStore.Refusal(reason);
        }
    }

    // ---- what a view shows

    @Override
    public Expectation copy() {
        CoordinationExpectation copy = new CoordinationExpectation(met);
        copy.graceMillis = graceMillis;
        copy.hadGap = hadGap;
        keyspaces.forEach((name, each) -> {
            Keyspace copied = new Keyspace(
                    each.owner,
                    new CopyStore(each.store),
                    each.rows.copy(),
                    new CopyAuth(each.auth),
                    each.space.copy());
            copied.touched = each.touched;
            copied.writers.addAll(each.writers);
            copy.keyspaces.put(name, copied);
        });
        return copy;
    }

    @Override
    public Optional<String> difference(Ledger ledger, View view) {
        Coordination coordination = CoordinationWorkload.of(ledger.applications());
        List<String> differences = new ArrayList<>();
        keyspaces.forEach((name, keyspace) -> {
            compare(differences, "keyspace " + name, info(name, keyspace), coordination.keyspace(view, name));
            CopyStore store = keyspace.store;
            // Now, and at one revision of the past, another one at each height.
            for (long revision : new long[] {0, 1 + view.height() * 7 % store.revision()}) {
                RangeRequest all = RangeRequest.of(ZERO, ZERO).withRevision(revision);
                compare(differences, name + " at " + revision, range(store, all, view), coordination.range(view, name, all));
            }
            compareHistory(differences, name, store, view, coordination);
            compareLeases(differences, name, store, view, coordination);
            compareAuth(differences, name, keyspace.auth, view, coordination);
            compare(
                    differences,
                    "space of " + name,
                    keyspace.space.answer(view.height(), keyspace.rows),
                    coordination.space(view, name));
        });
        compare(differences, "rows", rows(), actualRows(ledger, view));
        return differences.stream().findFirst();
    }

    private static KeyspaceAnswer info(String name, Keyspace keyspace) {
        // Writers are told in the order of their accounts and prefixes.
        List<KeyspaceAnswer.Writer> writers = keyspace.writers.stream()
                .sorted((a, b) -> a.account().equals(b.account())
                        ? a.prefix().compareTo(b.prefix())
                        : a.account().compareTo(b.account()))
                .toList();
        KeyspaceInfo info = new KeyspaceInfo(name, keyspace.owner, keyspace.store.revision(), keyspace.store.compacted());
        return new KeyspaceAnswer.Found(0, info, writers);
    }

    private static RangeAnswer range(CopyStore store, RangeRequest request, View view) {
        try {
            return new RangeAnswer.Found(view.height(), store.range(request));
        } catch (CopyStore.Refusal refusal) {
            return new RangeAnswer.Refused(view.height(), refusal.reason);
        }
    }

    private static void compareHistory(
            List<String> differences, String name, CopyStore store, View view, Coordination coordination) {
        long from = Math.max(0, store.compacted());
        HistoryRequest request = new HistoryRequest(ZERO, ZERO, from, CoordinationLimits.HISTORY_EVENTS_MAX, true);
        HistoryAnswer expected =
                new HistoryAnswer.Page(view.height(), store.revision(), store.revision() + 1, store.history(request));
        compare(differences, "history of " + name, expected, coordination.history(view, name, request));
    }

    private static void compareLeases(
            List<String> differences, String name, CopyStore store, View view, Coordination coordination) {
        List<LeaseInfo> infos = store.leaseInfos();
        compare(
                differences,
                "leases of " + name,
                new LeasesAnswer.Page(view.height(), store.revision(), infos, false),
                coordination.leases(view, name, Long.MIN_VALUE, LeasesAnswer.LEASES_MAX));
        for (LeaseInfo info : infos) {
            compare(
                    differences,
                    "keys of a lease in " + name,
                    new LeaseAnswer.Found(view.height(), store.revision(), info, store.keysOf(info.lease())),
                    coordination.lease(view, name, info.lease(), true));
        }
    }

    private static void compareAuth(
            List<String> differences, String name, CopyAuth auth, View view, Coordination coordination) {
        compare(differences, "users of " + name, auth.answer(view.height()), coordination.authAnswer(view, name));
        AuthReading reading = coordination.auth(view, name);
        SortedMap<String, Bytes> hashes = new TreeMap<>();
        reading.users().forEach(
                user -> reading.passwordHash(user).ifPresent(hash -> hashes.put(user, hash)));
        compare(differences, "passwords of " + name, auth.hashes(), hashes);
    }

    /** While a sweep is under way those it has left; else what there must be, whichever way it came about. */
    private List<Long> rows() {
        long history = 0;
        long versions = 0;
        long writers = 0;
        long leases = 0;
        long leased = 0;
        long auth = 0;
        long users = 0;
        long roles = 0;
        long spaces = 0;
        for (Keyspace each : keyspaces.values()) {
            boolean swept = each.rows.isSwept();
            history += swept ? each.rows.history() : each.store.historyRows(each.store.compacted());
            versions += swept ? each.rows.versions() : each.store.versionRows(each.store.compacted());
            writers += each.writers.size();
            leases += each.store.leases();
            leased += each.store.leasedKeys();
            auth += each.auth.touched() ? 1 : 0;
            users += each.auth.users();
            roles += each.auth.roles();
            spaces += each.touched ? 1 : 0;
        }
        return List.of(
                (long) keyspaces.size(),
                writers,
                versions,
                history,
                (long) underWay().size(),
                leases,
                leased,
                hadGap ? 1L : 0L,
                auth,
                users,
                roles,
                spaces);
    }

    private static List<Long> actualRows(Ledger ledger, View view) {
        Map<String, Long> rows = ledger.rows(view);
        return Stream.of("keyspaces", "writers", "versions", "history", "sweeps", "leases", "leased", "grace", "auth",
                        "users", "roles", "space")
                .map(table -> rows.getOrDefault("coordination." + table, 0L))
                .toList();
    }

    private static void compare(List<String> differences, String what, Object expected, Object actual) {
        Object found = actual instanceof KeyspaceAnswer.Found answer
                ? new KeyspaceAnswer.Found(0, answer.keyspace(), answer.writers())
                : actual;
        if (!expected.equals(found)) {
            differences.add(what + " is\n    " + found + "\n  and should be\n    " + expected);
        }
    }
}
