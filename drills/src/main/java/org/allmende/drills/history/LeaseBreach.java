package org.allmende.drills.history;

import java.util.Locale;

/**
 * A lease that ended although its promise still held.
 *
 * @param promise what it should have lived by: the grant, or the keepalive that promised longest
 * @param promisedNanos until when it was promised at least
 * @param end what showed that it had ended
 * @param endedNanos by when it had ended
 */
public record LeaseBreach(LeaseEntry promise, long promisedNanos, LeaseEntry end, long endedNanos) {
    /** How much too early at least. */
    public long earlyNanos() {
        return promisedNanos - endedNanos;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "lease %d ended at least %.3f s early: it was promised until %d by%n  %s%nand had ended at %d by%n  %s",
                promise.lease(),
                earlyNanos() / 1e9,
                promisedNanos,
                LeaseText.line(promise),
                endedNanos,
                LeaseText.line(end));
    }
}
