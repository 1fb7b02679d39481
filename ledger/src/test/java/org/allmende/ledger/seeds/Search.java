package org.allmende.ledger.seeds;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInfo;

/**
 * For a test of what no single seed shows: runs the seeds from 1 on until all of it was met. One that fails is named
 * with the command that replays it: {@code -Dseed=123} runs that seed alone, of which nothing more is asked.
 */
public final class Search {
    private final String test;
    private final int seedsMax;
    private final @Nullable Long only;

    private Search(String test, int seedsMax, @Nullable Long only) {
        this.test = test;
        this.seedsMax = seedsMax;
        this.only = only;
    }

    /** As the properties of this run say. */
    public static Search of(TestInfo test, int seedsMax) {
        String name = test.getTestClass().orElseThrow().getName().replaceAll("^.*\\.", "") + "#"
                + test.getTestMethod().orElseThrow().getName();
        return of(name, seedsMax, Long.getLong("seed"));
    }

    static Search of(String test, int seedsMax, @Nullable Long only) {
        return new Search(test, seedsMax, only);
    }

    /** @param expected asked in the end, of all seeds together */
    public void until(BooleanSupplier isMet, Consumer<Seed> run, Runnable expected) {
        if (only != null) {
            run(run, only);
            return;
        }
        for (long seed = 1; seed <= seedsMax && !isMet.getAsBoolean(); seed++) {
            run(run, seed);
        }
        expected.run();
    }

    private void run(Consumer<Seed> run, long seed) {
        try {
            run.accept(new Seed(seed));
        } catch (AssertionError | RuntimeException failure) {
            throw Replay.failed(test, seed, failure);
        }
    }
}
