package org.allmende.drills.history;

/**
 * Who holds a lock.
 *
 * @param holder a session; empty: nobody
 * @param fence of the last hold, or the least that it can be
 * @param isCertain whether the fence is known
 */
record LockState(String holder, long fence, boolean isCertain) {
    static final LockState FREE = new LockState("", 0, true);

    LockState {
        isCertain |= holder.isEmpty();
    }
}
