package org.allmende.simulation;

/**
 * What goes wrong, and how often. Chances are per thousand; a mean of 0 ms means never.
 *
 * @param lostPerThousand of all messages
 * @param doubledPerThousand of all messages
 * @param delayMillisMin of every message
 * @param delayMillisMax of every message
 * @param crashPerThousandSteps a process ends between two steps of its work: writing a round, applying
 *     it, letting go of its offers
 * @param crashPerThousandLongSteps likewise, in the middle of restoring, replaying or writing a checkpoint
 * @param crashMeanMillis between two ends of a process at any time
 * @param downMillisMax how long an ended process stays away
 * @param emptyDiskPerThousand of all restarts find an empty disk
 * @param cutMeanMillis between two cuts, each of which takes some nodes from the others
 * @param cutMillisMax how long a cut lasts
 * @param skewMillisMax how wrong a node's clock may be, either way; changes with time
 * @param epochMeanMillis between two roster epochs
 * @param liesPerThousandRounds rounds in which a node brings garbage, or once more what was brought long ago
 */
public record Faults(
        int lostPerThousand,
        int doubledPerThousand,
        int delayMillisMin,
        int delayMillisMax,
        int crashPerThousandSteps,
        int crashPerThousandLongSteps,
        int crashMeanMillis,
        int downMillisMax,
        int emptyDiskPerThousand,
        int cutMeanMillis,
        int cutMillisMax,
        int skewMillisMax,
        int epochMeanMillis,
        int liesPerThousandRounds) {
    /** Nothing goes wrong. */
    public static final Faults NONE = new Faults(0, 0, 1, 5, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0);

    /** Everything goes wrong, again and again. */
    public static final Faults ALL =
            new Faults(100, 100, 1, 400, 1, 100, 12_000, 6_000, 300, 15_000, 9_000, 1_500, 25_000, 120);

    public Faults {
        if (delayMillisMin < 0 || delayMillisMax < delayMillisMin || downMillisMax < 1 || cutMillisMax < 1) {
            throw new IllegalArgumentException("delays go from 0 up, and what is down or cut is so for at least 1 ms");
        }
        if (lostPerThousand > 900) {
            throw new IllegalArgumentException("of a thousand messages at most 900 are lost, or nothing ever arrives");
        }
    }
}
