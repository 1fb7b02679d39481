package org.allmende.consensus.hashgraph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.consensus.Submission.Reason;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The accepted offers of this node that are under way: each is kept until its bytes were seen in a handled round, or
 * its validity has passed by agreed time. The engine loses transactions silently in more cases than it reports (its
 * pool is cleared when the node falls behind, events go stale), so what is kept is offered again: at once after a
 * stale report or when this node orders again, and after a while without being seen. A transaction that comes twice
 * is the ledger's business, which applies it once.
 *
 * <p>Any thread; times are {@link System#nanoTime} and given, never asked.
 */
final class Window {
    /** Offered again by one tick at most, so that a backlog is not made longer by its own length. */
    static final int OFFERED_AGAIN_PER_TICK_MAX = 1_000;

    private static final int DOUBLINGS_MAX = 6;
    private static final long EXPIRY_CHECK_MILLIS = 500;

    /** Where transactions leave for the other nodes: the engine's pool. */
    interface Outlet {
        /** A ticket, above all earlier ones, or {@link #REFUSED}. */
        long add(Bytes transaction);

        /** Whether the transaction of this ticket still waits to leave. Tickets leave in their order. */
        boolean holds(long ticket);
    }

    static final long REFUSED = -1;

    private static final Submission ACCEPTED = new Submission.Accepted();

    private final Outlet outlet;
    private final int transactionBytesMax;
    private final int transactionsMax;
    private final long bytesMax;
    private final long offerAgainNanos;
    private final Map<Bytes, Kept> kept = new LinkedHashMap<>();
    private long bytes;
    private boolean open;
    private long agreedMillis = Long.MIN_VALUE;
    private long expiredAtMillis = Long.MIN_VALUE;

    private static final class Kept {
        final long validUntilMillis;
        long ticket = REFUSED;
        long offeredNanos;
        int timesOffered;

        Kept(long validUntilMillis) {
            this.validUntilMillis = validUntilMillis;
        }
    }

    Window(Outlet outlet, int transactionBytesMax, int transactionsMax, long bytesMax, long offerAgainMillis) {
        this.outlet = outlet;
        this.transactionBytesMax = transactionBytesMax;
        this.transactionsMax = transactionsMax;
        this.bytesMax = bytesMax;
        this.offerAgainNanos = TimeUnit.MILLISECONDS.toNanos(offerAgainMillis);
    }

    synchronized Submission offer(Offer offer, long nowNanos) {
        Bytes transaction = offer.transaction();
        if (transaction.length() > transactionBytesMax) {
            return new Submission.Refused(Reason.TOO_LARGE);
        }
        if (!open) {
            return new Submission.Refused(Reason.HALTED);
        }
        if (kept.containsKey(transaction)) {
            return ACCEPTED;
        }
        if (kept.size() >= transactionsMax || bytes + transaction.length() > bytesMax) {
            return new Submission.Refused(Reason.BUSY);
        }
        Kept entry = new Kept(offer.validUntilMillis());
        if (!leave(transaction, entry, nowNanos)) {
            return new Submission.Refused(Reason.BUSY);
        }
        kept.put(transaction, entry);
        bytes += transaction.length();
        return ACCEPTED;
    }

    /** Whether this node orders now. When it begins to, everything that does not wait to leave is offered again. */
    synchronized void open(boolean now, long nowNanos) {
        boolean opened = now && !open;
        open = now;
        if (opened) {
            kept.forEach((transaction, entry) -> {
                if (!outlet.holds(entry.ticket)) {
                    leave(transaction, entry, nowNanos);
                }
            });
        }
    }

    /** Transactions that the engine reported to be lost; those of them that are kept are offered again. */
    synchronized void lost(List<Bytes> transactions, long nowNanos) {
        for (Bytes transaction : transactions) {
            Kept entry = kept.get(transaction);
            if (open && entry != null && !outlet.holds(entry.ticket)) {
                leave(transaction, entry, nowNanos);
            }
        }
    }

    /**
     * A round has been applied: what was seen in it, by whomever brought, and what has expired by it, is let go. What
     * it set aside has as good as not been in it, and is offered again.
     */
    synchronized void handled(Round round, Set<Bytes> setAside, long nowNanos) {
        for (Round.Brought brought : round.transactions()) {
            if (setAside.contains(brought.transaction())) {
                lost(List.of(brought.transaction()), nowNanos);
            } else {
                drop(brought.transaction(), kept.remove(brought.transaction()));
            }
        }
        agreedMillis = Math.max(agreedMillis, round.timeMillis());
        if (agreedMillis >= expiredAtMillis + EXPIRY_CHECK_MILLIS || expiredAtMillis == Long.MIN_VALUE) {
            expiredAtMillis = agreedMillis;
            List<Bytes> expired = new ArrayList<>();
            kept.forEach((transaction, entry) -> {
                if (entry.validUntilMillis < agreedMillis) {
                    expired.add(transaction);
                }
            });
            expired.forEach(transaction -> drop(transaction, kept.remove(transaction)));
        }
    }

    /** Offers again what left long ago and was not seen. */
    synchronized void tick(long nowNanos) {
        if (!open) {
            return;
        }
        int again = 0;
        for (Map.Entry<Bytes, Kept> each : kept.entrySet()) {
            Kept entry = each.getValue();
            long patience = offerAgainNanos << Math.min(entry.timesOffered - 1, DOUBLINGS_MAX);
            if (nowNanos - entry.offeredNanos >= patience && !outlet.holds(entry.ticket)) {
                leave(each.getKey(), entry, nowNanos);
                if (++again == OFFERED_AGAIN_PER_TICK_MAX) {
                    return;
                }
            }
        }
    }

    synchronized int transactions() {
        return kept.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    private boolean leave(Bytes transaction, Kept entry, long nowNanos) {
        long ticket = outlet.add(transaction);
        if (ticket == REFUSED) {
            return false;
        }
        entry.ticket = ticket;
        entry.offeredNanos = nowNanos;
        entry.timesOffered++;
        return true;
    }

    private void drop(Bytes transaction, @Nullable Kept entry) {
        if (entry != null) {
            bytes -= transaction.length();
        }
    }
}
