package org.allmende.benchmarks.ledger;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What something costs the rounds beside it: rounds are applied alone, then while it is done again and again in a
 * thread of its own, then alone once more, so that a machine which grows slower or faster meanwhile is seen.
 *
 * @param times how often it was done
 * @param nanos how long that took
 */
record RoundsBeside(MeasuredRounds before, MeasuredRounds beside, MeasuredRounds after, int times, long nanos) {
    /** What is done beside the rounds. */
    interface Work {
        void once() throws IOException;
    }

    /**
     * @param what goes on beside them, for who watches
     * @param alone applies rounds; called before and after
     * @param beside applies rounds meanwhile: as {@code alone}, or more of them
     * @throws IOException as the work
     */
    static RoundsBeside measured(
            String what,
            Work work,
            Supplier<MeasuredRounds> alone,
            Supplier<MeasuredRounds> beside,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        progress.accept("applying alone");
        MeasuredRounds before = alone.get();
        progress.accept("applying beside " + what);
        Repeated repeated = new Repeated(work);
        Thread thread = Thread.ofPlatform().name(what).start(repeated);
        MeasuredRounds meanwhile = beside.get();
        repeated.enough = true;
        thread.join();
        if (repeated.failure != null) {
            throw repeated.failure;
        }
        progress.accept("applying alone again");
        return new RoundsBeside(before, meanwhile, alone.get(), repeated.times, repeated.nanos);
    }

    /** Does it once at least. */
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
