package org.allmende.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.consensus.Round;

/**
 * How long rounds took that came at a fixed pace, whatever became of those before (an open loop): a round's time is from
 * when it was due to its end, so that one which is held up counts for all that wait behind it.
 */
final class MeasuredRounds {
    /** From when each was due to its end, ascending. */
    private final double[] millis;

    private final long busyNanos;
    private final long spanNanos;

    private MeasuredRounds(double[] millis, long busyNanos, long spanNanos) {
        this.millis = millis;
        this.busyNanos = busyNanos;
        this.spanNanos = spanNanos;
        Arrays.sort(millis);
    }

    /**
     * Applies them. Each is given to verification when the one before it has ended, as a node learns of transactions
     * before their round comes.
     *
     * @param periodNanos the first is due that long after the start, and each other that long after the one before
     */
    static MeasuredRounds atPace(Ledger ledger, List<Round> rounds, long periodNanos) {
        double[] millis = new double[rounds.size()];
        long busy = 0;
        long start = System.nanoTime();
        long due = start;
        for (int i = 0; i < millis.length; i++) {
            Round round = rounds.get(i);
            round.transactions().forEach(brought -> ledger.ahead(brought.transaction()));
            due += periodNanos;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long since = System.nanoTime();
            ledger.apply(round);
            long end = System.nanoTime();
            busy += end - since;
            millis[i] = (end - due) / 1e6;
        }
        return new MeasuredRounds(millis, busy, System.nanoTime() - start);
    }

    /** Of each round, ascending. */
    double[] millis() {
        return millis.clone();
    }

    /** How long the ledger was at work on them. */
    long busyNanos() {
        return busyNanos;
    }

    /** From the start to the end of the last. */
    long spanNanos() {
        return spanNanos;
    }
}
