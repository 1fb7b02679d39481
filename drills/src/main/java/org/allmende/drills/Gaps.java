package org.allmende.drills;

import java.util.Arrays;

/** Times in which nobody got an acknowledgement: what a fault costs those who wait. */
public final class Gaps {
    private Gaps() {}

    /**
     * The longest within a span, in milliseconds. The span's ends count as acknowledgements, so a span without any is one
     * gap.
     *
     * @param acknowledgedNanos when something was acknowledged, in any order
     */
    public static double longestMillis(long[] acknowledgedNanos, long fromNanos, long toNanos) {
        long[] times = Arrays.stream(acknowledgedNanos)
                .filter(at -> at >= fromNanos && at <= toNanos)
                .sorted()
                .toArray();
        long longest = 0;
        long last = fromNanos;
        for (long at : times) {
            longest = Math.max(longest, at - last);
            last = at;
        }
        return Math.max(longest, toNanos - last) / 1e6;
    }
}
