package org.allmende.benchmarks.entrypath;

import java.util.Arrays;

/** Measured durations; kept up to a limit, the first ones. */
final class Samples {
    private final long[] nanos;
    private int count;

    Samples(int limit) {
        nanos = new long[limit];
    }

    synchronized void add(long duration) {
        if (count < nanos.length) {
            nanos[count++] = duration;
        }
    }

    synchronized void clear() {
        count = 0;
    }

    synchronized int count() {
        return count;
    }

    /** The smallest sample that so many thousandths of all samples do not exceed, in milliseconds; -1 without samples. */
    synchronized double millis(int thousandths) {
        if (count == 0) {
            return -1;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int index = (int) Math.min(count - 1L, (long) count * thousandths / 1000);
        return sorted[index] / 1e6;
    }
}
