package org.allmende.coordination;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
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
    private final Compaction compaction;
    private final Shares shares = new Shares();

    /** Declares its tables. */
    public Coordination(Tables tables) {
        this(tables, CoordinationLimits.SWEPT_PER_ROUND_MAX);
    }

    /** @param sweptPerRoundMax other than {@link CoordinationLimits#SWEPT_PER_ROUND_MAX} where little is written */
    Coordination(Tables tables, int sweptPerRoundMax) {
        this.tables = new CoordinationTables(tables);
        keyspaces = new Keyspaces(this.tables);
        compaction = new Compaction(this.tables, sweptPerRoundMax);
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
            case Put put -> change(put.keyspace(), put.request(), context, work -> work.put(put.request()));
            case DeleteRange delete ->
                change(delete.keyspace(), delete.request(), context, work -> work.deleteRange(delete.request()));
            case Txn txn -> change(txn.keyspace(), txn.request(), context, work -> work.txn(txn.request()));
            case Compact compact -> compact(compact, context);
        };
    }

    /** Checks the request, then the caller, then does the work; in the end there is one revision more, or none. */
    private Outcome change(
            String name, Request request, Context context, Function<Execution, CoordinationResult> work) {
        Optional<Keyspace> found = keyspaces.find(name);
        if (found.isEmpty()) {
            return refused(CoordinationReason.KEYSPACE_NOT_FOUND);
        }
        Keyspace keyspace = found.get();
        Optional<CoordinationReason> objection = RequestCheck.objection(request);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        if (!keyspaces.permission(name, keyspace, context).covers(request)) {
            return refused(CoordinationReason.NOT_ALLOWED);
        }
        Effort effort = Effort.ofOperation(shares.left(context));
        Execution execution = new Execution(tables, keyspace, effort);
        CoordinationResult result = work.apply(execution);
        shares.use(context, effort.visits());
        if (effort.refusal().isPresent()) {
            return refused(effort.refusal().get());
        }
        if (execution.keysMore() != 0 && !context.own(keyspace.owner(), execution.keysMore())) {
            return refused(CoordinationReason.OVER_QUOTA);
        }
        if (execution.changes() > 0) {
            keyspaces.put(name, keyspace.at(execution.revision()));
            context.emit(new CoordinationEvent.KeysChanged(name, execution.revision(), execution.changes()));
        }
        return applied(result);
    }

    private Outcome compact(Compact compact, Context context) {
        Optional<Keyspace> found = keyspaces.find(compact.keyspace());
        if (found.isEmpty()) {
            return refused(CoordinationReason.KEYSPACE_NOT_FOUND);
        }
        Keyspace keyspace = found.get();
        if (!keyspaces.permission(compact.keyspace(), keyspace, context).actsForOwner()) {
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

    /** The only timer there is drives the removal of what was compacted. */
    @Override
    public void due(Timer timer, Context context) {
        compaction.goOn(context);
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

    /** All keyspaces. Any thread. */
    public KeyspacesAnswer keyspaces(View view) {
        return keyspaces.answer(view);
    }

    /** One keyspace and its writers. Any thread. */
    public KeyspaceAnswer keyspace(View view, String name) {
        return keyspaces.answer(view, name);
    }
}
