package org.allmende.drills;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every write that was acknowledged to a client, and when. Any thread. */
final class Acknowledgements {
    private final List<Write> writes = new ArrayList<>();

    /**
     * One acknowledged write.
     *
     * @param key written
     * @param value written
     * @param id of its transaction, in hexadecimal
     * @param height where its receipt says it was applied
     * @param position within that height
     * @param revision of the keyspace that it made
     * @param sentNanos when it was sent, {@link System#nanoTime}
     * @param ackedNanos when its receipt was in the client's hands
     */
    record Write(
            String key,
            String value,
            String id,
            long height,
            int position,
            long revision,
            long sentNanos,
            long ackedNanos) {
        double latencyMillis() {
            return (ackedNanos - sentNanos) / 1e6;
        }
    }

    synchronized void add(Write write) {
        writes.add(write);
    }

    synchronized List<Write> all() {
        return List.copyOf(writes);
    }

    synchronized int count() {
        return writes.size();
    }

    /**
     * The longest time within a span in which nobody got an acknowledgement, in milliseconds. The span's ends count
     * as acknowledgements, so a span without any is one gap.
     */
    double longestGapMillis(long fromNanos, long toNanos) {
        return Gaps.longestMillis(all().stream().mapToLong(Write::ackedNanos).toArray(), fromNanos, toNanos);
    }

    /** The latency that this share of the writes within a span did not exceed, in milliseconds; 0 without writes. */
    double latencyMillis(double share, long fromNanos, long toNanos) {
        double[] sorted = all().stream()
                .filter(write -> write.sentNanos() >= fromNanos && write.ackedNanos() <= toNanos)
                .mapToDouble(Write::latencyMillis)
                .sorted()
                .toArray();
        return quantile(share, sorted);
    }

    /** The value that this share of the values does not exceed (nearest rank); 0 without values. */
    static double quantile(double share, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }
}
