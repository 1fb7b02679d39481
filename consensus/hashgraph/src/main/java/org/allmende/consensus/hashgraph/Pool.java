package org.allmende.consensus.hashgraph;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.swirlds.base.time.Time;
import com.swirlds.metrics.api.Metrics;
import com.swirlds.platform.builder.ExecutionLayer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.hiero.consensus.model.status.PlatformStatus;
import org.hiero.consensus.model.transaction.TimestampedTransaction;
import org.hiero.consensus.transaction.TransactionLimits;
import org.hiero.consensus.transaction.TransactionPoolNexus;

/**
 * What waits for this node's next event: transactions of the ledger in the order they were added, and the engine's
 * own signatures, which go first. Tells the quiescence how many transactions of the ledger there are.
 */
final class Pool implements ExecutionLayer, Window.Outlet {
    private final TransactionPoolNexus nexus;
    private final Time time;
    private final Quiescence quiescence;
    private final Consumer<PlatformStatus> statuses;
    private long added;
    private long left;

    /**
     * @param transactionsMax above what the window lets through, so that the window alone says busy
     * @param statuses told each new status of the engine after the pool knows it, without a lock held
     */
    Pool(int transactionsMax, Metrics metrics, Time time, Quiescence quiescence, Consumer<PlatformStatus> statuses) {
        this.nexus = new TransactionPoolNexus(
                getTransactionLimits(),
                transactionsMax,
                TransactionPoolNexus.DEFAULT_MAXIMUM_PERMISSIBLE_UNHEALTHY_DURATION,
                metrics,
                time);
        this.time = time;
        this.quiescence = quiescence;
        this.statuses = statuses;
    }

    @Override
    public synchronized long add(Bytes transaction) {
        if (!nexus.submitApplicationTransaction(Content.wrap(transaction))) {
            return Window.REFUSED;
        }
        long ticket = added++;
        tellWaiting();
        return ticket;
    }

    @Override
    public synchronized boolean holds(long ticket) {
        return ticket >= left;
    }

    @Override
    public synchronized List<TimestampedTransaction> getTransactionsForEvent() {
        quiescence.made(time.now(), System.nanoTime());
        List<TimestampedTransaction> leaving = nexus.getTransactionsForEvent();
        long offered = leaving.stream()
                .filter(each -> Content.isOffered(each.transaction()))
                .count();
        if (offered > 0) {
            left += offered;
            tellWaiting();
        }
        return leaving;
    }

    @Override
    public boolean hasBufferedSignatureTransactions() {
        return nexus.hasBufferedSignatureTransactions();
    }

    @Override
    public void submitStateSignature(StateSignatureTransaction signature) {
        nexus.submitPriorityTransaction(Content.wrap(signature));
    }

    @Override
    public void newPlatformStatus(PlatformStatus status) {
        synchronized (this) {
            nexus.updatePlatformStatus(status);
            if (status == PlatformStatus.BEHIND) {
                // The engine has just cleared its pool, and says so nowhere else.
                left = added;
                tellWaiting();
            }
        }
        statuses.accept(status);
    }

    /**
     * As the genesis fixed them: a transaction larger than an event may be would block the pool for ever, and nodes drop
     * events above their own limit.
     */
    @Override
    public TransactionLimits getTransactionLimits() {
        return new TransactionLimits(Limits.ENGINE_BYTES_MAX, Limits.ENGINE_BYTES_MAX);
    }

    @Override
    public void reportUnhealthyDuration(Duration duration) {
        nexus.reportUnhealthyDuration(duration);
    }

    private void tellWaiting() {
        quiescence.waiting((int) (added - left));
    }
}
