package org.allmende.consensus.solo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;

/**
 * Transactions under way: those that wait for a round, and those taken into one that is not applied yet. Holds a
 * place for each from {@link #reserve} to {@link #release}. Any thread; one thread takes.
 */
final class OfferWindow {
    private final int transactionsMax;
    private final long bytesMax;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Offer> waiting = new ArrayDeque<>();
    private int transactions;
    private long bytes;
    private boolean open;

    /** Whether all that waits was set aside a moment ago. */
    private boolean stuck;

    OfferWindow(int transactionsMax, long bytesMax) {
        this.transactionsMax = transactionsMax;
        this.bytesMax = bytesMax;
    }

    /** Before this, and after {@link #close}, everything is refused. */
    void open() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits. */
    void close() {
        lock.lock();
        try {
            open = false;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a place for {@code offer}, to be entered or released; or says why not. */
    Optional<Submission.Reason> reserve(Offer offer) {
        lock.lock();
        try {
            if (!open) {
                return Optional.of(Submission.Reason.HALTED);
            }
            if (transactions + 1 > transactionsMax || bytes + offer.transaction().length() > bytesMax) {
                return Optional.of(Submission.Reason.BUSY);
            }
            transactions++;
            bytes += offer.transaction().length();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** @return false when the window was closed meanwhile: the offer is lost */
    boolean enter(Offer offer) {
        lock.lock();
        try {
            if (open) {
                waiting.add(offer);
                stuck = false;
                changed.signal();
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    void release(List<Offer> offers) {
        lock.lock();
        try {
            for (Offer offer : offers) {
                forget(offer);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was taken has been applied and is let go, except what was set aside: that is first in turn again. */
    void settle(List<Offer> taken, Set<Bytes> setAside) {
        lock.lock();
        try {
            stuck = !taken.isEmpty();
            for (Offer offer : taken.reversed()) {
                if (setAside.contains(offer.transaction())) {
                    waiting.addFirst(offer);
                } else {
                    forget(offer);
                    stuck = false;
                }
            }
            stuck &= waiting.size() == taken.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something waits here, the window is closed, or this many milliseconds are over. What has all been set
     * aside is not something: its next round would come to the same, and each costs a write to disk.
     */
    boolean awaitOffer(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (open && (waiting.isEmpty() || stuck) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the offers for a round of this time, the oldest first, until the next does not fit; those it would come
     * too late for are dropped. The first always fits: no transaction is larger than a round.
     */
    List<Offer> take(long timeMillis, int roundTransactionsMax, long roundBytesMax) {
        List<Offer> taken = new ArrayList<>();
        long takenBytes = 0;
        lock.lock();
        try {
            for (Offer next = waiting.peek(); next != null; next = waiting.peek()) {
                if (next.validUntilMillis() < timeMillis) {
                    forget(waiting.remove());
                } else if (taken.size() < roundTransactionsMax
                        && takenBytes + next.transaction().length() <= roundBytesMax) {
                    takenBytes += next.transaction().length();
                    taken.add(waiting.remove());
                } else {
                    break;
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void forget(Offer offer) {
        transactions--;
        bytes -= offer.transaction().length();
    }
}
