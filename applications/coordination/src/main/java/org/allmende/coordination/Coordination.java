package org.allmende.coordination;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.OfAUser;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.Lease;
import org.allmende.coordination.CoordinationTables.LeaseKey;
import org.allmende.coordination.CoordinationTables.Space;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** The rules of coordination. What changes is applied by the apply thread; the queries may be asked by any thread. */
public final class Coordination implements Application {
    /** The tag of its operations, and of the scopes that delegate parts of it. */
    public static final int TAG = 1;

    private final CoordinationTables tables;
    private final Keyspaces keyspaces;
    private final Spaces spaces;
    private final Compaction compaction;
    private final Leases leases;
    private final Users users;
    private final UserCheck userCheck;
    private final Shares shares = new Shares();
    private final KeysEnded ends = new KeysEnded();

    /** Declares its tables. */
    public Coordination(Tables tables) {
        this(tables, CoordinationLimits.SWEPT_PER_ROUND_MAX);
    }

    /** @param sweptPerRoundMax other than {@link CoordinationLimits#SWEPT_PER_ROUND_MAX} where little is written */
    Coordination(Tables tables, int sweptPerRoundMax) {
        this.tables = new CoordinationTables(tables);
        keyspaces = new Keyspaces(this.tables);
        spaces = new Spaces(this.tables);
        compaction = new Compaction(this.tables, spaces, sweptPerRoundMax);
        leases = new Leases(this.tables);
        users = new Users(this.tables);
        userCheck = new UserCheck(this.tables, users, shares);
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public String name() {
        return "coordination";
    }

    @Override
    public Class<CoordinationOperation> operations() {
        return CoordinationOperation.class;
    }

    @Override
    public Class<CoordinationEvent> events() {
        return CoordinationEvent.class;
    }

    @Override
    public Class<CoordinationResult> results() {
        return CoordinationResult.class;
    }

    @Override
    public List<? extends Reason> reasons() {
        return List.of(CoordinationReason.values());
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        for (GenesisKeyspace keyspace : genesis.keyspaces()) {
            keyspaces.begin(keyspace.name(), AccountId.ofKey(keyspace.ownerKey()));
        }
    }

    @Override
    public Optional<Reason> objection(List<? extends Operation> operations) {
        long named = operations.stream()
                .map(operation -> ((CoordinationOperation) operation).keyspace())
                .distinct()
                .count();
        return named > 1 ? Optional.of(CoordinationReason.TWO_KEYSPACES) : Optional.empty();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((CoordinationOperation) operation) {
            case CreateKeyspace create -> keyspaces.create(create, context);
            case AllowWriter allow -> keyspaces.allow(allow, context);
            case DisallowWriter disallow -> keyspaces.disallow(disallow, context);
            case SetQuota set ->
                keyspaces.with(set.keyspace(), keyspace -> spaces.set(set, keyspace, context));
            case ReportNoSpace report ->
                keyspaces.with(
                        report.keyspace(),
                        keyspace -> spaces.report(
                                report, keyspace, keyspaces.permission(report.keyspace(), keyspace, context), context));
            case AsUser as ->
                judged(as.operation(), context, keyspace -> userCheck.objection(as, keyspace, context));
            case OfAUser plain -> judged(plain, context, keyspace -> userCheck.objection(plain, keyspace, context));
        };
    }

    /** @param check what speaks against it for who it is done for */
    private Outcome judged(
            OfAUser operation, Context context, Function<Keyspace, Optional<CoordinationReason>> check) {
        return keyspaces.with(operation.keyspace(), keyspace -> {
            Optional<CoordinationReason> objection = check.apply(keyspace);
            return objection.isPresent() ? refused(objection.get()) : apply(operation, keyspace, context);
        });
    }

    private Outcome apply(OfAUser operation, Keyspace keyspace, Context context) {
        return switch (operation) {
            case Put put -> change(put, put.request(), keyspace, context, work -> work.put(put.request()));
            case DeleteRange delete ->
                change(delete, delete.request(), keyspace, context, work -> work.deleteRange(delete.request()));
            case Txn txn -> change(txn, txn.request(), keyspace, context, work -> work.txn(txn.request()));
            case Compact compact when spaces.of(keyspace).isCorrupt() ->
                refused(CoordinationReason.SAID_TO_BE_CORRUPT);
            case RevokeLease revoke when spaces.of(keyspace).isCorrupt() ->
                refused(CoordinationReason.SAID_TO_BE_CORRUPT);
            case Compact compact -> compact(compact, keyspace, context);
            case GrantLease grant ->
                leases.grant(grant, keyspace, spaces.of(keyspace), permission(grant, keyspace, context), context);
            case RenewLeases renew -> renew(renew, keyspace, permission(renew, keyspace, context), context);
            case RevokeLease revoke -> revoke(revoke, keyspace, permission(revoke, keyspace, context), context);
            case ChangeAuth change ->
                permission(change, keyspace, context).actsForOwner()
                        ? users.change(change.change(), change.keyspace(), keyspace, context)
                        : refused(CoordinationReason.NOT_ALLOWED);
            case ChangeAlarm change ->
                spaces.change(change, keyspace, permission(change, keyspace, context), context);
        };
    }

    private Permission permission(OfAUser operation, Keyspace keyspace, Context context) {
        return keyspaces.permission(operation.keyspace(), keyspace, context);
    }

    private Outcome renew(RenewLeases renew, Keyspace keyspace, Permission permission, Context context) {
        if (renew.leases().size() > shares.left(context)) {
            return refused(CoordinationReason.TOO_MUCH_IN_ONE_ROUND);
        }
        shares.use(context, renew.leases().size());
        return leases.renew(renew, keyspace, permission, context);
    }

    private Outcome revoke(RevokeLease revoke, Keyspace keyspace, Permission permission, Context context) {
        LeaseKey key = LeaseKey.of(keyspace.number(), revoke.lease());
        Optional<Lease> lease = leases.find(key);
        if (lease.isEmpty()) {
            return refused(CoordinationReason.LEASE_NOT_FOUND);
        }
        if (!permission.holds(lease.get())) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        if (lease.get().keys() > shares.left(context)) {
            return refused(CoordinationReason.TOO_MUCH_IN_ONE_ROUND);
        }
        shares.use(context, lease.get().keys());
        Execution execution = end(new LeaseTimer(revoke.keyspace(), revoke.lease()), keyspace, key, context);
        return applied(new CoordinationResult.Revoked(execution.revision(), execution.changes()));
    }

    /** A lease is no more, and neither are its keys: one revision, or none when it had none. */
    private Execution end(LeaseTimer timer, Keyspace keyspace, LeaseKey lease, Context context) {
        Space space = spaces.of(keyspace);
        Execution execution = new Execution(tables, keyspace, Effort.ofQuery(), each -> false);
        execution.deleteKeys(lease);
        leases.remove(timer, lease, keyspace, context);
        context.own(keyspace.owner(), execution.keysMore());
        close(timer.keyspace(), keyspace, space, execution, context);
        return execution;
    }

    private void close(String name, Keyspace keyspace, Space before, Execution execution, Context context) {
        if (execution.changes() > 0) {
            keyspaces.put(name, keyspace.at(execution.revision()));
            spaces.add(keyspace.number(), before, execution.bytesMore());
            context.emit(new CoordinationEvent.KeysChanged(name, execution.revision(), execution.changes()));
        }
    }

    /** Checks the request, then the caller, then does the work; in the end there is one revision more, or none. */
    private Outcome change(
            OfAUser operation,
            Request request,
            Keyspace keyspace,
            Context context,
            Function<Execution, CoordinationResult> work) {
        Optional<CoordinationReason> objection = RequestCheck.objection(request);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        Permission permission = permission(operation, keyspace, context);
        if (!permission.covers(request)) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        Space space = spaces.of(keyspace);
        Optional<CoordinationReason> full = Spaces.objection(space, request);
        if (full.isPresent()) {
            return refused(full.get());
        }
        Effort effort = Effort.of(request, shares.left(context));
        Execution execution = new Execution(tables, keyspace, effort, permission::holds);
        CoordinationResult result = work.apply(execution);
        shares.use(context, effort.visits());
        if (effort.refusal().isPresent()) {
            return refused(effort.refusal().get());
        }
        // A value that stayed as it was is stored once more, and the request did not tell how large it is.
        if (execution.bytesPut() > 0 && space.exceededBy(execution.bytesPut())) {
            return refused(CoordinationReason.NO_SPACE);
        }
        if (execution.keysMore() != 0 && !context.own(keyspace.owner(), execution.keysMore())) {
            return refused(CoordinationReason.OVER_QUOTA);
        }
        close(operation.keyspace(), keyspace, space, execution, context);
        return applied(result);
    }

    private Outcome compact(Compact compact, Keyspace keyspace, Context context) {
        if (!permission(compact, keyspace, context).actsForOwner()) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        if (compact.revision() > keyspace.revision()) {
            return refused(CoordinationReason.FUTURE_REVISION);
        }
        if (compact.revision() <= keyspace.compacted()) {
            return refused(CoordinationReason.COMPACTED);
        }
        keyspaces.put(compact.keyspace(), keyspace.compactedTo(compact.revision()));
        compaction.begin(keyspace.number(), compact.revision(), context);
        context.emit(new CoordinationEvent.Compacted(compact.keyspace(), compact.revision()));
        return applied(new CoordinationResult.Compacted(keyspace.revision()));
    }

    /** One timer drives the removal of what was compacted, another the end of leases. */
    @Override
    public void due(Timer timer, Context context) {
        LeaseTimer.of(timer).ifPresentOrElse(lease -> due(lease, context), () -> compaction.goOn(context));
    }

    private void due(LeaseTimer timer, Context context) {
        Keyspace keyspace = keyspaces.find(timer.keyspace()).orElseThrow();
        LeaseKey lease = LeaseKey.of(keyspace.number(), timer.lease());
        if (!leases.hasEnded(timer, lease, context)) {
            return;
        }
        if (!ends.hasRoom(context)) {
            leases.postpone(timer, lease, context);
            return;
        }
        int keys = end(timer, keyspace, lease, context).changes();
        ends.count(keys);
        context.emit(new CoordinationEvent.LeaseExpired(timer.keyspace(), timer.lease(), keys));
    }

    /** Nobody could renew a lease while there were no rounds. */
    @Override
    public void gap(Gap gap, Context context) {
        leases.gap(context);
    }

    /** What can be said against a request without looking at any key, in the order in which etcd says it. Any thread. */
    public static Optional<CoordinationReason> objection(Request request) {
        return RequestCheck.objection(request);
    }

    /** The current revision of a keyspace; 0 when there is no such keyspace. Any thread. */
    public long revision(View view, String keyspace) {
        return keyspaces.find(view, keyspace).map(Keyspace::revision).orElse(0L);
    }

    /** The keys asked for. Any thread. */
    public RangeAnswer range(View view, String keyspace, RangeRequest request) {
        Optional<Keyspace> found = keyspaces.find(view, keyspace);
        if (found.isEmpty()) {
            return new RangeAnswer.Refused(view.height(), CoordinationReason.KEYSPACE_NOT_FOUND);
        }
        Effort effort = Effort.ofQuery();
        KeyReader reader = new KeyReader(view.of(tables.versions), found.get().number(), effort);
        return RequestCheck.objection(request)
                .or(() -> Ranges.objection(request, found.get()))
                .<RangeAnswer>map(reason -> new RangeAnswer.Refused(view.height(), reason))
                .orElseGet(() -> {
                    RangeResult result = Ranges.answer(request, found.get().revision(), reader, effort);
                    return effort.refusal()
                            .<RangeAnswer>map(reason -> new RangeAnswer.Refused(view.height(), reason))
                            .orElseGet(() -> new RangeAnswer.Found(view.height(), result));
                });
    }

    /** The changes asked for, as far as they go in one page. Any thread. */
    public HistoryAnswer history(View view, String keyspace, HistoryRequest request) {
        return keyspaces
                .find(view, keyspace)
                .map(found -> History.answer(
                        request, found, view.height(), view.of(tables.history), view.of(tables.versions)))
                .orElseGet(() -> new HistoryAnswer.Refused(view.height(), CoordinationReason.KEYSPACE_NOT_FOUND));
    }

    /**
     * The leases of a keyspace by id, from this one on. Any thread.
     *
     * @param from {@link Long#MIN_VALUE}: all
     * @param limit 1 to {@link LeasesAnswer#LEASES_MAX}
     */
    public LeasesAnswer leases(View view, String keyspace, long from, int limit) {
        return keyspaces
                .find(view, keyspace)
                .map(found -> leases.answer(view, found, from, limit))
                .orElseGet(() -> new LeasesAnswer.NoKeyspace(view.height()));
    }

    /** One lease, and its keys if they are wanted. Any thread. */
    public LeaseAnswer lease(View view, String keyspace, long lease, boolean withKeys) {
        return keyspaces
                .find(view, keyspace)
                .map(found -> leases.answer(view, found, lease, withKeys))
                .orElseGet(() -> new LeaseAnswer.NoKeyspace(view.height()));
    }

    /** All keyspaces. Any thread. */
    public KeyspacesAnswer keyspaces(View view) {
        return keyspaces.answer(view);
    }

    /** One keyspace and its writers. Any thread. */
    public KeyspaceAnswer keyspace(View view, String name) {
        return keyspaces.answer(view, name);
    }

    /** What a keyspace takes up and may. Any thread. */
    public SpaceAnswer space(View view, String keyspace) {
        return keyspaces
                .find(view, keyspace)
                .map(found -> spaces.answer(view, found))
                .orElseGet(() -> new SpaceAnswer.NoKeyspace(view.height()));
    }

    /** Users and roles of a keyspace; where there is none as where there are no users. Any thread. */
    public AuthReading auth(View view, String keyspace) {
        return keyspaces
                .find(view, keyspace)
                .map(found -> users.reading(view, found))
                .orElseGet(() -> new AuthAnswer.Found(view.height(), false, 1, 0, List.of(), List.of()));
    }

    /** All that anybody may know of them. Any thread. */
    public AuthAnswer authAnswer(View view, String keyspace) {
        return keyspaces
                .find(view, keyspace)
                .<AuthAnswer>map(found -> AuthAnswer.Found.of(view.height(), users.reading(view, found)))
                .orElseGet(() -> new AuthAnswer.NoKeyspace(view.height()));
    }
}
