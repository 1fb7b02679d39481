package org.allmende.ledger.port;

import java.time.Duration;
import java.util.function.Supplier;
import org.allmende.ledger.table.View;

/** Where threads wait for a view above a height. Any thread. */
final class NewHeights {
    private final Supplier<View> newest;

    /** @param newest the last applied height; a new one is shown before {@link #announce} is called */
    NewHeights(Supplier<View> newest) {
        this.newest = newest;
    }

    synchronized void announce() {
        notifyAll();
    }

    /** A view above {@code height}, or the newest one there is when {@code limit} is over. */
    synchronized View above(long height, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (newest.get().height() <= height) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                break;
            }
            wait(leftMillis);
        }
        return newest.get();
    }
}
