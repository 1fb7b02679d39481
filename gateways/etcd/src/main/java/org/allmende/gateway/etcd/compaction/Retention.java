package org.allmende.gateway.etcd.compaction;

import java.time.Duration;

/** How much of a keyspace's past is kept, by etcd's flags {@code --auto-compaction-mode} and {@code -retention}. */
public sealed interface Retention {
    /** etcd's word for compaction by time, and the one by revisions. */
    String PERIODIC = "periodic";

    String REVISION = "revision";

    /** The shortest time that can be kept; etcd leaves this and the longest open. */
    Duration PERIOD_MIN = Duration.ofSeconds(1);

    Duration PERIOD_MAX = Duration.ofDays(3_650);

    /** All of it: nothing is compacted but by who asks for it. */
    record All() implements Retention {}

    /** What was current within this time. */
    record Period(Duration time) implements Retention {
        public Period {
            if (time.compareTo(PERIOD_MIN) < 0 || time.compareTo(PERIOD_MAX) > 0) {
                throw new IllegalArgumentException("--auto-compaction-retention is at least " + PERIOD_MIN.toSeconds()
                        + " s and at most " + PERIOD_MAX.toDays() + " days, or 0 for everything");
            }
        }
    }

    /** The last revisions, so many of them. */
    record Revisions(long count) implements Retention {
        public Revisions {
            if (count < 1) {
                throw new IllegalArgumentException("of revisions at least 1 is kept, not " + count);
            }
        }
    }

    /**
     * Reads etcd's flags: a number is one of hours, or of revisions; 0: all; with {@code periodic} also a time as Go
     * writes it, as {@code 10m} or {@code 1h30m}.
     *
     * @throws IllegalArgumentException when they say nothing; tells what they could
     */
    static Retention parse(String mode, String retention) {
        boolean periodic = mode.equals(PERIODIC);
        if (!periodic && !mode.equals(REVISION)) {
            throw new IllegalArgumentException(
                    "--auto-compaction-mode is '" + PERIODIC + "' or '" + REVISION + "', not '" + mode + "'");
        }
        if (retention.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(retention);
            if (number == 0) {
                return new All();
            }
            if (!periodic) {
                return new Revisions(number);
            }
            return new Period(Duration.ofHours(Math.min(number, PERIOD_MAX.toHours() + 1)));
        }
        if (!periodic) {
            throw new IllegalArgumentException(
                    "--auto-compaction-retention is a number of revisions, as 1000, and not '" + retention + "'");
        }
        Duration time = GoTime.parse(retention)
                .orElseThrow(() -> new IllegalArgumentException("--auto-compaction-retention is a number of hours, or"
                        + " a time as 10m or 1h30m, and not '" + retention + "'"));
        return time.isZero() ? new All() : new Period(time);
    }
}
