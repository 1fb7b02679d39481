package org.allmende.benchmarks.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.allmende.drills.Figures;
import org.jspecify.annotations.Nullable;

/**
 * What something costs the rounds beside it: rounds are applied alone, then as many while it is done again and again in a
 * thread of its own, and so on in turn, so that a machine which grows slower or faster meanwhile does so for both.
 *
 * @param alone of each pair
 * @param beside of each pair, as many rounds as alone
 * @param times how often it was done
 * @param nanos how long that took
 */
record Pairs(List<MeasuredRounds> alone, List<MeasuredRounds> beside, int times, long nanos) {
    /** What is done beside the rounds. */
    interface Work {
        void once() throws IOException;
    }

    /**
     * @param what goes on beside them, for who watches
     * @param rounds applies some; called twice for each pair
     * @throws IOException as the work
     */
    static Pairs measured(int pairs, String what, Work work, Supplier<MeasuredRounds> rounds, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<MeasuredRounds> alone = new ArrayList<>();
        List<MeasuredRounds> beside = new ArrayList<>();
        int times = 0;
        long nanos = 0;
        for (int pair = 1; pair <= pairs; pair++) {
            progress.accept("applying alone, " + pair + " of " + pairs);
            alone.add(rounds.get());
            progress.accept("applying beside " + what + ", " + pair + " of " + pairs);
            Repeated repeated = new Repeated(work);
            Thread thread = Thread.ofPlatform().name(what).start(repeated);
            try {
                beside.add(rounds.get());
            } finally {
                repeated.enough = true;
                thread.join();
            }
            if (repeated.failure != null) {
                throw repeated.failure;
            }
            times += repeated.times;
            nanos += repeated.nanos;
        }
        return new Pairs(alone, beside, times, nanos);
    }

    /** Tells how long rounds took alone and beside, and judges the delay. */
    void tell(String what, double delayMillisMax, Figures figures) {
        List<double[]> without = alone.stream().map(MeasuredRounds::millis).toList();
        List<double[]> with = beside.stream().map(MeasuredRounds::millis).toList();
        figures.note("pairs", alone.size());
        figures.note("rounds_of_each", without.stream().mapToInt(each -> each.length).sum());
        tell("round_alone", without, figures);
        tell("round_beside_" + what, with, figures);
        figures.note("delay_p50_ms", Delay.quantile(0.5, with) - Delay.quantile(0.5, without));
        figures.note("delay_p99_ms", Delay.quantile(0.99, with) - Delay.quantile(0.99, without));
        Delay delay = Delay.of(without, with);
        figures.note("delay_worst_pair_ms", delay.worstMillis());
        figures.atMost(delayMillisMax, "delay_ms", delay.medianMillis());
        figures.demand(
                Delay.quantile(0.5, without) <= Town.ROUND_MILLIS,
                "even alone half of the rounds do not end before the next is due: nothing can be said of what delays them;"
                        + " leave the machine alone, and measure again");
    }

    private static void tell(String name, List<double[]> samples, Figures figures) {
        figures.note(name + "_p50_ms", Delay.quantile(0.5, samples));
        figures.note(name + "_p99_ms", Delay.quantile(0.99, samples));
        figures.note(name + "_worst_ms", Delay.quantile(1, samples));
    }

    /** Does it once at least, for as long as rounds are applied beside it. */
    private static final class Repeated implements Runnable {
        private final Work work;
        private volatile boolean enough;

        /** These are read when its thread has ended. */
        private int times;

        private long nanos;
        private @Nullable IOException failure;

        Repeated(Work work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                do {
                    long since = System.nanoTime();
                    work.once();
                    nanos += System.nanoTime() - since;
                    times++;
                } while (!enough);
            } catch (IOException e) {
                failure = e;
            }
        }
    }
}
