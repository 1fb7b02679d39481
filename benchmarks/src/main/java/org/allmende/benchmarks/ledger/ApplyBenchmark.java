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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Applying rounds of token transfers between 10,000 accounts, receipts, usage, changed rows and the state hash with
 * them, while somebody holds on to a view as of every round. Signatures were verified before: they have a benchmark
 * of their own.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class ApplyBenchmark {
    /** Transfers in a round: what 20 rounds a second bring at 40,000 a second. */
    private static final int TRANSFERS = 2_000;

    private static final int PEOPLE = 10_000;
    private static final int GROUPS = 100;

    private final Town town = new Town(PEOPLE);
    /** Held from one round to the next, as a reader would. */
    private @Nullable View view;

    /** Rounds of transactions of one transfer each. */
    @State(Scope.Thread)
    public static class Single {
        private @Nullable Round round;

        /** Signs and verifies the next round; not timed. */
        @Setup(Level.Invocation)
        public void sign(ApplyBenchmark bench) {
            round = bench.town.round(TRANSFERS, 1);
        }
    }

    /** Rounds of transactions of a hundred groups, a transfer in each. */
    @State(Scope.Thread)
    public static class Grouped {
        private @Nullable Round round;

        /** Signs and verifies the next round; not timed. */
        @Setup(Level.Invocation)
        public void sign(ApplyBenchmark bench) {
            round = bench.town.round(TRANSFERS / GROUPS, GROUPS);
        }
    }

    /** A transaction for each transfer. */
    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public Applied single(Single single) {
        return apply(single.round);
    }

    /** A hundred transfers in a transaction. */
    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public Applied grouped(Grouped grouped) {
        return apply(grouped.round);
    }

    private Applied apply(@Nullable Round next) {
        if (next == null || view != null && view.height() != town.ledger().height()) {
            throw new IllegalStateException("no round was made, or the view held is not the last one");
        }
        Applied applied = town.ledger().apply(next);
        view = town.ledger().view();
        return applied;
    }
}
