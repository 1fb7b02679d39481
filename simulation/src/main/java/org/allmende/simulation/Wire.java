package org.allmende.simulation;

import org.allmende.ledger.seeds.Seed;

/** Between any two places: a message may be late, doubled, overtaken, or lost. */
final class Wire {
    private final Timeline timeline;
    private final Trace trace;
    private final Faults.Messages faults;
    private final Seed seed;
    private boolean faultless;

    Wire(Timeline timeline, Trace trace, Faults.Messages faults, Seed seed) {
        this.timeline = timeline;
        this.trace = trace;
        this.faults = faults;
        this.seed = seed;
    }

    void send(Runnable arrival) {
        if (!faultless && seed.between(1, 1_000) <= faults.lostPerThousand()) {
            trace.count(Happening.MESSAGE_LOST);
            return;
        }
        timeline.after(delayMillis(), arrival);
        if (!faultless && seed.between(1, 1_000) <= faults.doubledPerThousand()) {
            trace.count(Happening.MESSAGE_DOUBLED);
            timeline.after(delayMillis(), arrival);
        }
    }

    private int delayMillis() {
        return seed.between(faults.delayMillisMin(), faults.delayMillisMax());
    }

    /** From here on nothing is lost or doubled. */
    void mend() {
        faultless = true;
    }
}
