package org.allmende.simulation;

/**
 * What goes wrong, and how often. Chances are per thousand; a mean of 0 ms means never.
 *
 * @param skewMillisMax how wrong a node's clock may be, either way; changes with time
 * @param epochMeanMillis between two roster epochs
 * @param liesPerThousandRounds rounds in which a node brings garbage, or once more what was brought long ago
 */
public record Faults(
        Messages messages,
        Crashes crashes,
        Cuts cuts,
        int skewMillisMax,
        int epochMeanMillis,
        int liesPerThousandRounds) {
    /** Nothing goes wrong. */
    public static final Faults NONE =
            new Faults(new Messages(0, 0, 1, 5), new Crashes(0, 0, 0, 1, 0), new Cuts(0, 1), 0, 0, 0);

    /** Everything goes wrong, again and again. */
    public static final Faults ALL = new Faults(
            new Messages(100, 100, 1, 400),
            new Crashes(1, 100, 12_000, 6_000, 300),
            new Cuts(15_000, 9_000),
            1_500,
            25_000,
            120);

    /**
     * Of offers on their way to be ordered, and of rounds on their way to nodes.
     *
     * @param delayMillisMin of every message
     * @param delayMillisMax of every message; what differs by more than the time between two is overtaken
     */
    public record Messages(int lostPerThousand, int doubledPerThousand, int delayMillisMin, int delayMillisMax) {
        public Messages {
            if (delayMillisMin < 0 || delayMillisMax < delayMillisMin) {
                throw new IllegalArgumentException("a delay is 0 ms or more, and its most not below its least");
            }
            if (lostPerThousand > 900) {
                throw new IllegalArgumentException("of a thousand at most 900 are lost, or nothing ever arrives");
            }
        }
    }

    /**
     * Processes that end.
     *
     * @param perThousandSteps between two steps of a node's work: writing a round, applying it, letting go of
     *     its offers
     * @param perThousandLongSteps in the middle of restoring, replaying, or writing a checkpoint
     * @param meanMillis between two at any time
     * @param downMillisMax how long an ended process stays away
     * @param emptyDiskPerThousand of all restarts find an empty disk
     */
    public record Crashes(
            int perThousandSteps,
            int perThousandLongSteps,
            int meanMillis,
            int downMillisMax,
            int emptyDiskPerThousand) {
        public Crashes {
            if (downMillisMax < 1) {
                throw new IllegalArgumentException("an ended process stays away for at least 1 ms");
            }
        }
    }

    /**
     * Nodes that are cut off from the others, some or most of them.
     *
     * @param meanMillis between two cuts
     * @param lastMillisMax how long a cut lasts
     */
    public record Cuts(int meanMillis, int lastMillisMax) {
        public Cuts {
            if (lastMillisMax < 1) {
                throw new IllegalArgumentException("a cut lasts for at least 1 ms");
            }
        }
    }

    Faults with(Messages other) {
        return new Faults(other, crashes, cuts, skewMillisMax, epochMeanMillis, liesPerThousandRounds);
    }

    Faults with(Crashes other) {
        return new Faults(messages, other, cuts, skewMillisMax, epochMeanMillis, liesPerThousandRounds);
    }

    Faults with(Cuts other) {
        return new Faults(messages, crashes, other, skewMillisMax, epochMeanMillis, liesPerThousandRounds);
    }
}
