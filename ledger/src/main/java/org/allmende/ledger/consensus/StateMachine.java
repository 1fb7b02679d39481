package org.allmende.ledger.consensus;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What an engine drives. {@link #restore}, {@link #apply} and {@link #scan} are called by one thread at a time, in
 * an order the engine keeps; {@link #ahead} by any.
 */
public interface StateMachine {
    /**
     * Forgets everything and rebuilds from the rows the engine kept, given in any order, each once. Called before the
     * first round, and again whenever this node took over state from others.
     *
     * <p>No rows: the beginning of a network. Where {@link #height} is 0 then, its first rows come with the changes of
     * its first height. Where it is not, the network starts from a checkpoint, whose rows the machine has now: the
     * engine takes all of them by {@link #scan} into what it keeps, before the first round.
     *
     * @throws NoBeginningException when it should begin with a checkpoint that is not at hand; only for no rows. The
     *     engine does not start, and keeps nothing of it
     */
    void restore(Iterable<Entry> rows);

    /** A transaction that will come in a round soon: a hint to verify it beside the apply thread. */
    void ahead(Bytes transaction);

    /**
     * Applies one round.
     *
     * @throws RuntimeException a bug or a fault: the engine must not go on
     */
    Applied apply(Round round);

    /**
     * Walks rows of one table in the order of their keys, from {@code fromKey} inclusive, as of the last applied
     * round, until {@code visitor} says stop or the table ends. For engines that rewrite what they keep.
     */
    void scan(int table, Bytes fromKey, RowVisitor visitor);

    /** The numbers of all tables, ascending. */
    int[] tables();

    /** The last height applied; before a network's first one that of the checkpoint it starts from, or 0. */
    long height();

    /** Agreed time of the last height. */
    long timeMillis();

    /** The epoch of the last height's round; before a network's first height 0. */
    long epoch();

    /** Agreed time at which the next round is expected: the next due timer, or the heartbeat. */
    long nextExpectedMillis();

    /**
     * The roster that has been announced and is not in force yet. An engine ends the epoch at the first round that is
     * as late as it says, alike on all nodes, and goes on with that roster in the next one. Called by the same thread
     * as {@link #apply}.
     */
    Optional<NextRoster> next();

    /** Receives rows. */
    interface RowVisitor {
        /** @return false to stop */
        boolean visit(Bytes key, Bytes value);
    }

    /**
     * What came of a round.
     *
     * @param height the height it became, or 0 when it was dropped: no transactions, nothing due, no new epoch, and
     *     the heartbeat not yet over
     * @param changes every row that differs from before, each once, by table, then key; null value: removed
     * @param setAside transactions of the round that it has no room for, because the nodes that brought them brought
     *     more than their share. They have left no trace: an engine offers again those that it has accepted itself
     */
    record Applied(long height, List<Change> changes, Set<Bytes> setAside) {
        public Applied(long height, List<Change> changes) {
            this(height, changes, Set.of());
        }

        public static final Applied DROPPED = new Applied(0, List.of());

        public boolean dropped() {
            return height == 0;
        }
    }

    /** The value of one row as of the last applied round, or null. Called by the same thread as {@link #apply}. */
    @Nullable
    Bytes row(int table, Bytes key);
}
