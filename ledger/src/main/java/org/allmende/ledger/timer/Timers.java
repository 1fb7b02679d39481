package org.allmende.ledger.timer;

/** One application's timers. Rolled back with the group that set or cleared them. */
public interface Timers {
    /** Fires in the first round whose agreed time has reached {@link Timer#dueMillis}; again: no effect. */
    void set(Timer timer);

    /** No effect when it is not set. */
    void clear(Timer timer);
}
