package org.allmende.ledger.genesis;

/**
 * How members decide about their network. Times are milliseconds of agreed time.
 *
 * @param delayMillis between a proposal and its taking effect, at least: the time in which it can be objected to; 1,000
 *     to {@link #MILLIS_MAX}
 * @param votingMillis how long votes count; what has not passed by then has lapsed; from the delay to
 *     {@link #MILLIS_MAX}
 * @param silenceMillis how long a node has not been heard when its operator may replace it without a vote; 1,000 to
 *     {@link #MILLIS_MAX}
 * @param noticeMillis between the announcement of a roster and the end of the epoch before it: 500 to
 *     {@link #NOTICE_MILLIS_MAX}
 * @param passesAbove a proposal passes when those in favour hold more than this share of the weight
 */
public record Governance(
        long delayMillis, long votingMillis, long silenceMillis, long noticeMillis, Share passesAbove) {
    private static final long DAY = 24 * 3_600_000L;

    /** A quarter of a year. */
    public static final long MILLIS_MAX = 90 * DAY;

    /** Ten minutes: while it runs, nothing else can be decided. */
    public static final long NOTICE_MILLIS_MAX = 600_000;

    /** A day to object, a week to vote. */
    public static final Governance DEFAULT = new Governance(DAY, 7 * DAY, DAY, 2_000, Share.TWO_THIRDS);

    /** For a network on one machine, whose members are one person: seconds. */
    public static final Governance REHEARSED = new Governance(3_000, 120_000, 20_000, 5_000, Share.TWO_THIRDS);

    /**
     * A share of all weight, from two thirds to less than all of it.
     *
     * @param numerator less than the denominator
     * @param denominator 1 to {@link #DENOMINATOR_MAX}
     */
    public record Share(int numerator, int denominator) {
        public static final int DENOMINATOR_MAX = 1_000;

        /** What agreement itself takes: nobody can be asked for less. */
        public static final Share TWO_THIRDS = new Share(2, 3);

        public Share {
            if (denominator < 1
                    || denominator > DENOMINATOR_MAX
                    || numerator >= denominator
                    || 3L * numerator < 2L * denominator) {
                throw new IllegalArgumentException("a proposal passes above a share of two thirds to less than one,"
                        + " with a denominator of at most " + DENOMINATOR_MAX + ", and not above " + numerator + "/"
                        + denominator);
            }
        }

        /** Whether {@code part} of {@code whole} is more than this share. Neither is negative. */
        public boolean isExceededBy(long part, long whole) {
            return Math.multiplyExact(denominator, part) > Math.multiplyExact(numerator, whole);
        }
    }

    public Governance {
        check("a proposal takes effect after", delayMillis, 1_000, MILLIS_MAX);
        check("votes count for", votingMillis, delayMillis, MILLIS_MAX);
        check("a node is silent after", silenceMillis, 1_000, MILLIS_MAX);
        check("a roster is announced ahead by", noticeMillis, 500, NOTICE_MILLIS_MAX);
    }

    private static void check(String what, long millis, long min, long max) {
        if (millis < min || millis > max) {
            throw new IllegalArgumentException(what + " " + min + " to " + max + " ms, not " + millis);
        }
    }
}
