package org.allmende.ledger.port;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.Head;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.receipt.GroupOutcome;

/** Keeps the {@link Tally}: told by the apply thread, asked by any. */
final class Tallying {
    private final Deque<Head> latest = new ArrayDeque<>();
    private long heights;
    private long transactions;
    private long operations;
    private long refusedGroups;

    synchronized void applied(AppliedHeight height) {
        heights++;
        for (AppliedHeight.Settled settled : height.settled()) {
            transactions++;
            for (GroupOutcome outcome : settled.receipt().outcomes()) {
                refusedGroups += outcome instanceof GroupOutcome.Refused ? 1 : 0;
            }
            operations += settled.results().stream()
                    .flatMap(List::stream)
                    .filter(result -> !(result instanceof LedgerResult))
                    .count();
        }
        remember(height.head());
    }

    /** Heights before what was taken over are another node's word. */
    synchronized void restored(Head head) {
        latest.clear();
        if (head.height() > 0) {
            remember(head);
        }
    }

    private void remember(Head head) {
        if (latest.size() == Tally.LATEST_MAX) {
            latest.removeFirst();
        }
        latest.addLast(head);
    }

    synchronized Tally tally() {
        return new Tally(heights, transactions, operations, refusedGroups, List.copyOf(latest));
    }
}
