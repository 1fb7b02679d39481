package org.allmende.ledger;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/**
 * A set of rules on the ledger: a pure function of state, operation and agreed time. Its constructor is given the
 * {@link org.allmende.ledger.table.Tables} to declare its tables in. Called by the apply thread only, and touches
 * nothing but its tables and what {@link Context} offers: no clock, random, I/O, thread, or order of a hash table.
 */
public interface Application {
    /** The stable number of this application, 0 to 255: tag of its operations, and part of its tables' numbers. */
    int tag();

    /** Lower case, for people and for paths. */
    String name();

    /** The sealed interface of its operations. */
    Class<? extends Operation> operations();

    /** The sealed interface of its events. */
    Class<? extends Event> events();

    /** The sealed interface of its results. */
    Class<? extends Result> results();

    /** Its reasons, by {@link Reason#code}. */
    List<? extends Reason> reasons();

    /**
     * Writes the rows a new network starts with; {@link Context#caller} must not be asked for here. Of a network that
     * starts from a checkpoint the tables hold that one's rows already, and it has been told of the gap since then: what
     * genesis brings is added where it is not there yet.
     */
    void begin(Genesis genesis, Context context);

    /** What is wrong with a group's operations of this application as a whole, before any of them is applied. */
    default Optional<Reason> objection(List<? extends Operation> operations) {
        return Optional.empty();
    }

    /** Applies one of {@link #operations}. What it wrote is rolled back when its group is refused. */
    Outcome apply(Operation operation, Context context);

    /** A timer of this application has come due; it is no longer set. */
    default void due(Timer timer, Context context) {
        throw new IllegalStateException(name() + " has set no timer, yet one is due");
    }

    /** The network made no rounds for a while; called before anything else in the round that found out. */
    default void gap(Gap gap, Context context) {}
}
