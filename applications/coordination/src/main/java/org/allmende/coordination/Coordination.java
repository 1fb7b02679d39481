package org.allmende.coordination;

import java.util.List;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Operation;

/** The rules of coordination. What changes is applied by the apply thread; the queries may be asked by any thread. */
public final class Coordination implements Application {
    /** The tag of its operations, and of the scopes that delegate parts of it. */
    public static final int TAG = 1;

    /** Declares its tables. */
    public Coordination(Tables tables) {}

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
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        throw new UnsupportedOperationException();
    }

    /** The keys asked for. */
    public RangeAnswer range(View view, String keyspace, RangeRequest request) {
        throw new UnsupportedOperationException();
    }

    /** The changes asked for, as far as they go in one page. */
    public HistoryAnswer history(View view, String keyspace, HistoryRequest request) {
        throw new UnsupportedOperationException();
    }

    /** All keyspaces. */
    public KeyspacesAnswer keyspaces(View view) {
        throw new UnsupportedOperationException();
    }

    /** One keyspace and its writers. */
    public KeyspaceAnswer keyspace(View view, String name) {
        throw new UnsupportedOperationException();
    }
}
