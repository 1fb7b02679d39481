package org.allmende.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much later rounds end beside something than alone, from equally many rounds of each, in turn: a pair is some rounds
 * alone and as many beside.
 *
 * <p>Within a pair the rounds are compared by rank, the fastest with the fastest and the slowest with the slowest, and the
 * largest difference is the pair's delay: what holds up any share of the rounds is seen at some rank, a single one
 * at the last. Of the pairs the median counts: a pause of the machine, which falls into alone and beside alike, decides
 * one pair and not the verdict. What befalls fewer than half of the pairs is told as {@link #worstMillis} and not judged.
 *
 * @param medianMillis of the pairs' delays; below 0: the rounds were faster
 * @param worstMillis of the pairs' delays
 */
record Delay(double medianMillis, double worstMillis) {
    /**
     * @param alone of each pair, how long every round took, ascending, in milliseconds
     * @param beside likewise, as many pairs of as many rounds
     */
    static Delay of(List<double[]> alone, List<double[]> beside) {
        if (alone.isEmpty() || alone.size() != beside.size()) {
            throw new IllegalArgumentException(
                    "as many samples alone as beside, one at least: not " + alone.size() + " and " + beside.size());
        }
        double[] delays = IntStream.range(0, alone.size())
                .mapToDouble(pair -> largest(alone.get(pair), beside.get(pair)))
                .sorted()
                .toArray();
        return new Delay(delays[delays.length / 2], delays[delays.length - 1]);
    }

    private static double largest(double[] alone, double[] beside) {
        if (alone.length == 0 || alone.length != beside.length) {
            throw new IllegalArgumentException(
                    "as many rounds alone as beside, one at least: not " + alone.length + " and " + beside.length);
        }
        return IntStream.range(0, alone.length)
                .mapToDouble(rank -> beside[rank] - alone[rank])
                .max()
                .orElseThrow();
    }

    /** The value at the nearest rank of all samples together. */
    static double quantile(double share, List<double[]> samples) {
        double[] all = samples.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        return all[Math.max(0, (int) Math.ceil(share * all.length) - 1)];
    }
}
