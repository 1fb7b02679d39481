package org.allmende.simulation;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/**
 * What an application should do, said a second time and as simply as it can be said: the auditor's own idea of it.
 * Has the shape of {@link Application}, and shares no rule, table or helper with the one it judges; of the ledger it
 * uses records alone. Slow is fine.
 *
 * <p>There is one for the whole network, fed with the rounds in their order. A refused group is undone by going back
 * to a {@link #copy}, so an expectation needs no undoing of its own.
 */
public interface Expectation {
    /** The tag of the application it judges. */
    int tag();

    /** Whether this operation is one of that application's. */
    boolean isMine(Operation operation);

    /** As {@link Application#begin}. */
    default void begin(Genesis genesis, Context context) {}

    /** As {@link Application#objection}. */
    default Optional<Reason> objection(List<Operation> operations) {
        return Optional.empty();
    }

    /** As {@link Application#apply}; what a refused group did is thrown away by the caller. */
    Outcome apply(Operation operation, Context context);

    /** As {@link Application#due}. */
    default void due(Timer timer, Context context) {
        throw new IllegalStateException("this expectation sets no timer");
    }

    /** As {@link Application#gap}. */
    default void gap(Gap gap, Context context) {}

    /** An independent copy of all it knows. */
    Expectation copy();

    /**
     * What a node's view shows that is not as it should be, or empty.
     *
     * @param ledger the node's, to ask its applications through
     * @param view as of the height this expectation is as of
     */
    Optional<String> difference(Ledger ledger, View view);
}
