package org.allmende.benchmarks.ledger;

import java.util.concurrent.TimeUnit;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine.Applied;
import org.allmende.ledger.table.View;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Applying rounds of token transfers between 10,000 accounts, with their receipts, usage, changed rows and state hash,
 * while somebody holds on to the view of every round. Signatures were verified before: they have a benchmark of their
 * own.
 */
@BenchmarkMode(Mode.SampleTime) // each round by itself: signing the next one is not timed
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class ApplyBenchmark {
    /** Transfers in a round: what 20 rounds a second bring at 40,000 a second. */
    private static final int TRANSFERS = 2_000;

    private static final int PEOPLE = 10_000;

    /** Groups in a transaction, a transfer in each. */
    @Param({"1", "100"})
    public int groups;

    private final Town town = new Town(PEOPLE);
    private @Nullable Round round;

    /** Held from one round to the next, as a reader would. */
    private @Nullable View view;

    /** Signs and verifies the next round; not timed. */
    @Setup(Level.Invocation)
    public void sign() {
        round = town.round(TRANSFERS / groups, groups);
    }

    /** From the ordered round to its changed rows and its view. */
    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public Applied apply() {
        Round next = round;
        if (next == null || view != null && view.height() != town.ledger().height()) {
            throw new IllegalStateException("no round was made, or the view held is not the last one");
        }
        Applied applied = town.ledger().apply(next);
        view = town.ledger().view();
        return applied;
    }
}
