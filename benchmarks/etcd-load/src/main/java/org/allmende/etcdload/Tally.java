package org.allmende.etcdload;

import java.util.Arrays;
import java.util.Locale;

/** Counts what is answered within a window of time. Any thread. */
final class Tally {
    private static final int ROOM = 1 << 16;

    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;
    private long lastNanos;
    private long longestGapNanos;
    private long[] nanos = new long[ROOM];
    private int done;
    private long failed;

    /** From now on, for so long. */
    synchronized void open(long forNanos) {
        from = System.nanoTime();
        to = from + forNanos;
        lastNanos = from;
    }

    /** Something that was asked for then has been answered now. */
    synchronized void done(long askedNanos) {
        long now = System.nanoTime();
        if (now < from || now > to) {
            return;
        }
        longestGapNanos = Math.max(longestGapNanos, now - lastNanos);
        lastNanos = now;
        if (done == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * done);
        }
        nanos[done++] = now - askedNanos;
    }

    synchronized void failed() {
        long now = System.nanoTime();
        if (now >= from && now <= to) {
            failed++;
        }
    }

    /**
     * What was counted, once the window is over; a gap lasts until its end too.
     *
     * @param more members of the JSON object, each with a comma before it
     */
    synchronized String json(String more) {
        Arrays.sort(nanos, 0, done);
        long gap = Math.max(longestGapNanos, to - lastNanos);
        return String.format(
                Locale.ROOT,
                "{\"done\": %d, \"failed\": %d, \"seconds\": %.3f, \"p50_ms\": %.3f, \"p99_ms\": %.3f,"
                        + " \"longest_gap_ms\": %.1f%s}",
                done,
                failed,
                (to - from) / 1e9,
                quantile(0.5) / 1e6,
                quantile(0.99) / 1e6,
                gap / 1e6,
                more);
    }

    private double quantile(double share) {
        return done == 0 ? 0 : nanos[(int) Math.min(done - 1, (long) (share * done))];
    }
}
