package org.allmende.ledger.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.Receipts;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.TransactionId;

/** Who waits for which transaction. Any thread. */
final class Waiters {
    private final Receipts receipts;
    private final Map<TransactionId, List<CompletableFuture<Settled>>> waiting = new ConcurrentHashMap<>();

    /** Valid-until, agreed time, of the transaction that can expire first; a lower bound. */
    private volatile long earliestMillis = Long.MAX_VALUE;

    Waiters(Receipts receipts) {
        this.receipts = receipts;
    }

    /** @param newest is asked after the wait was noted, so that no height falls between */
    CompletableFuture<Settled> await(TransactionId id, Supplier<View> newest) {
        CompletableFuture<Settled> future = new CompletableFuture<>();
        waiting.merge(id, List.of(future), Waiters::joined);
        synchronized (this) {
            earliestMillis = Math.min(earliestMillis, id.validUntilMillis());
        }
        Answer now = receipts.answer(newest.get(), id);
        if (!(now instanceof Answer.Pending)) {
            settle(id, new Settled(now, Optional.empty()));
        }
        return future;
    }

    /** Nobody waits for this future any more; others may wait for the same transaction. */
    @SuppressWarnings("ReferenceEquality") // this one future is meant, and no other
    void forget(TransactionId id, CompletableFuture<Settled> future) {
        waiting.computeIfPresent(id, (same, futures) -> {
            List<CompletableFuture<Settled>> left =
                    futures.stream().filter(each -> each != future).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** Transactions awaited, by however many. */
    int count() {
        return waiting.size();
    }

    void applied(AppliedHeight height) {
        for (AppliedHeight.Settled settled : height.settled()) {
            TransactionId id = settled.receipt().id();
            if (waiting.containsKey(id)) {
                Answer answer = new Answer.Applied(height.head().height(), settled.receipt());
                settle(id, new Settled(answer, Optional.of(List.copyOf(settled.results()))));
            }
        }
        if (height.head().timeMillis() > earliestMillis) {
            reconsider(height.view());
        }
    }

    /** Asks again for everything awaited: after time has passed, or the state was taken over from others. */
    void reconsider(View view) {
        synchronized (this) {
            earliestMillis = Long.MAX_VALUE;
        }
        for (TransactionId id : waiting.keySet()) {
            Answer answer = receipts.answer(view, id);
            if (answer instanceof Answer.Pending) {
                synchronized (this) {
                    earliestMillis = Math.min(earliestMillis, id.validUntilMillis());
                }
            } else {
                settle(id, new Settled(answer, Optional.empty()));
            }
        }
    }

    private void settle(TransactionId id, Settled settled) {
        List<CompletableFuture<Settled>> futures = waiting.remove(id);
        if (futures != null) {
            futures.forEach(future -> future.complete(settled));
        }
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
