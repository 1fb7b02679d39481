package org.allmende.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.transaction.TransactionId;

/** The rules of receipts, said a second time: what is remembered, for how long, and what is answered at which height. */
final class ExpectedReceipts {
    private final Parameters parameters;

    /** Agreed times by height, from 0. */
    private final List<Long> times = new ArrayList<>();

    private final Map<TransactionId, Kept> applied = new HashMap<>();
    private final Deque<Page> pages = new ArrayDeque<>();
    private final List<TransactionId> ofThisHeight = new ArrayList<>();
    private int remembered;

    /** A receipt, and the height from which on it is forgotten. */
    private static final class Kept {
        final Receipt receipt;
        long forgottenHeight = Long.MAX_VALUE;

        Kept(Receipt receipt) {
            this.receipt = receipt;
        }

        Kept(Kept other) {
            receipt = other.receipt;
            forgottenHeight = other.forgottenHeight;
        }
    }

    /** What was applied at one height; it is forgotten together. */
    private record Page(long keptUntilMillis, List<TransactionId> ids) {}

    /** @param startMillis agreed time before the first height */
    ExpectedReceipts(Parameters parameters, long startMillis) {
        this.parameters = parameters;
        times.add(startMillis);
    }

    /** A copy for the network that starts from the last height of this one. */
    ExpectedReceipts goOn(Parameters itsParameters, long startMillis) {
        ExpectedReceipts copy = new ExpectedReceipts(itsParameters, startMillis);
        copy.times.clear();
        copy.times.addAll(times);
        copy.times.set(times.size() - 1, startMillis);
        applied.forEach((id, kept) -> copy.applied.put(id, new Kept(kept)));
        copy.pages.addAll(pages);
        copy.remembered = remembered;
        return copy;
    }

    /** Whether it was ever applied. */
    boolean knows(TransactionId id) {
        return applied.containsKey(id);
    }

    /** Whether there is room for no further one. */
    boolean full() {
        return remembered >= parameters.rememberedMax();
    }

    /** At the beginning of the next height. */
    void forget(long nowMillis) {
        while (!pages.isEmpty() && pages.peek().keptUntilMillis < nowMillis) {
            for (TransactionId id : pages.remove().ids) {
                kept(id).forgottenHeight = times.size();
                remembered--;
            }
        }
    }

    private Kept kept(TransactionId id) {
        Kept found = applied.get(id);
        if (found == null) {
            throw new IllegalStateException("a page names what was not applied");
        }
        return found;
    }

    void note(Receipt receipt) {
        applied.put(receipt.id(), new Kept(receipt));
        ofThisHeight.add(receipt.id());
        remembered++;
    }

    void endHeight(long nowMillis) {
        ofThisHeight.stream().mapToLong(TransactionId::validUntilMillis).max().ifPresent(latest -> {
            pages.add(new Page(latest + parameters.receiptMillis(), List.copyOf(ofThisHeight)));
            ofThisHeight.clear();
        });
        times.add(nowMillis);
    }

    /** What a node at this height should say of a transaction. */
    Answer answer(long atHeight, TransactionId id) {
        Kept kept = applied.get(id);
        if (kept != null && kept.receipt.height() <= atHeight && atHeight < kept.forgottenHeight) {
            return new Answer.Applied(atHeight, kept.receipt);
        }
        long overMillis = times.get((int) atHeight) - id.validUntilMillis();
        if (overMillis <= 0) {
            return new Answer.Pending(atHeight);
        }
        return overMillis <= parameters.receiptMillis()
                ? new Answer.NeverHappened(atHeight)
                : new Answer.Forgotten(atHeight);
    }
}
