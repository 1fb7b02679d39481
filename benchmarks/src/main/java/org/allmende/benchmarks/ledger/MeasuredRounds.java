package org.allmende.benchmarks.ledger;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import org.allmende.ledger.consensus.Round;

/** How long rounds of token transfers took to be applied. Signing and verifying what is applied is not counted. */
final class MeasuredRounds {
    static final int ROUNDS = 400;
    static final int OPERATIONS_PER_ROUND = 2_000;

    private static final int TRANSACTIONS = 20;

    /** Of each round, ascending. */
    private final double[] millis;

    private MeasuredRounds(double[] millis) {
        this.millis = millis;
        Arrays.sort(millis);
    }

    /** {@link #ROUNDS} one after the other. */
    static MeasuredRounds atOnce(Town town) {
        return inTurn(town, 0);
    }

    /** {@link #ROUNDS} at a fixed pace; what comes late lets the next one follow at once. */
    static MeasuredRounds atPace(Town town, long periodNanos) {
        return inTurn(town, periodNanos);
    }

    private static MeasuredRounds inTurn(Town town, long periodNanos) {
        double[] millis = new double[ROUNDS];
        long next = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            Round round = town.round(TRANSACTIONS, OPERATIONS_PER_ROUND / TRANSACTIONS);
            next += periodNanos;
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long since = System.nanoTime();
            town.ledger().apply(round);
            millis[i] = (System.nanoTime() - since) / 1e6;
        }
        return new MeasuredRounds(millis);
    }

    /** These and others as one. */
    MeasuredRounds and(MeasuredRounds others) {
        return new MeasuredRounds(DoubleStream.concat(Arrays.stream(millis), Arrays.stream(others.millis)).toArray());
    }

    double operationsPerSecond() {
        return 1e3 * millis.length * OPERATIONS_PER_ROUND / Arrays.stream(millis).sum();
    }

    double medianMillis() {
        return percentileMillis(50);
    }

    /** @param percent of the rounds, 0 to 99, that took no longer */
    double percentileMillis(int percent) {
        return millis[millis.length * percent / 100];
    }

    double longestMillis() {
        return millis[millis.length - 1];
    }
}
