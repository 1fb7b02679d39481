package org.allmende.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;

/**
 * One transaction and several nodes: one of them is given it, all that are asked say what became of it. Where it has not
 * been applied after a while, every node that is asked is given the same bytes, so that one that takes a transaction and
 * does nothing with it only costs time.
 */
final class VouchedSubmitting {
    private static final Codec<Settled> SETTLED = NetworkSchema.SCHEMA.codec(Settled.class);

    private final Prepared prepared;
    private final long hedgeMillis;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicInteger mayHaveIt = new AtomicInteger();

    VouchedSubmitting(Prepared prepared, long hedgeMillis) {
        this.prepared = prepared;
        this.hedgeMillis = hedgeMillis;
    }

    /** Whether a node may have it: then it can still be applied, whatever was answered. */
    boolean mayBeApplied() {
        return mayHaveIt.get() > 0;
    }

    /** Stays with one node until that says what became of the transaction. */
    Settled run(NodeLink node, long deadlineNanos) throws IOException {
        boolean given = false;
        while (true) {
            if (!given && (taken.compareAndSet(false, true) || isLate())) {
                given = true;
                Optional<Settled> settled = give(node, deadlineNanos);
                if (settled.isPresent()) {
                    return settled.get();
                }
            }
            Settled asked = ask(node, given, deadlineNanos);
            if (!(asked.answer() instanceof Answer.Pending)) {
                return asked;
            }
            if (Asking.millisLeft(deadlineNanos) == 0) {
                throw new IOException("it is not settled");
            }
        }
    }

    private boolean isLate() {
        return System.nanoTime() - startNanos > hedgeMillis * 1_000_000;
    }

    /** Empty: the node has it, or had it once, and does not know what became of it. */
    private Optional<Settled> give(NodeLink node, long deadlineNanos) throws IOException {
        long wait = Submitting.wait(Submitting.WAIT_MILLIS_MAX, deadlineNanos);
        HttpCall call = HttpCall.post("/v1/transactions?waitMillis=" + wait + "&results=true", prepared.signed());
        mayHaveIt.incrementAndGet();
        try {
            HttpReply reply = node.call(call, Submitting.within(wait, deadlineNanos));
            return reply.status() == 200
                    ? Optional.of(sound(reply)).filter(settled -> !(settled.answer() instanceof Answer.Pending))
                    : Optional.empty();
        } catch (NotSentException e) {
            mayHaveIt.decrementAndGet();
            taken.set(false);
            throw e;
        } catch (RefusedException e) {
            mayHaveIt.decrementAndGet();
            if (e.admissionReason().filter(Admission.Reason.EXPIRED::equals).isPresent()) {
                return Optional.empty(); // and yet it may have been applied in time: the receipt tells
            }
            taken.set(false);
            throw e;
        } catch (IOException e) {
            taken.set(false);
            throw e;
        }
    }

    /** @param given a node that has it need not be asked whether it should have it */
    private Settled ask(NodeLink node, boolean given, long deadlineNanos) throws IOException {
        long wait = Submitting.wait(given ? Submitting.WAIT_MILLIS_MAX : hedgeMillis, deadlineNanos);
        HttpCall call = HttpCall.get("/v1/receipts/" + prepared.id() + "?waitMillis=" + wait + "&results=true");
        return sound(node.call(call, Submitting.within(wait, deadlineNanos)));
    }

    private Settled sound(HttpReply reply) throws IOException {
        Settled settled = reply.decode(SETTLED);
        Submitting.checkId(settled.answer(), prepared.id());
        return settled;
    }

    /** What must be the same. */
    static Object said(Settled settled) {
        return switch (settled.answer()) {
            case Answer.Applied(long height, Receipt receipt) -> receipt;
            case Answer.NeverHappened(long height) -> "never";
            case Answer.Forgotten(long height) -> "forgotten";
            case Answer.Pending(long height) -> "pending";
        };
    }

    /** What they agree on, with the results of the first that shows such as the receipt holds the hash of. */
    Settlement settlement(List<Settled> alike) {
        return switch (alike.getFirst().answer()) {
            case Answer.Applied(long height, Receipt receipt) ->
                new Settlement.Applied(
                        receipt,
                        alike.stream()
                                .flatMap(each -> each.results().stream())
                                .filter(results -> fit(receipt, results))
                                .findFirst());
            case Answer.NeverHappened(long height) -> new Settlement.NeverHappened(prepared.id(), height);
            case Answer.Forgotten(long height) ->
                new Settlement.Unknown(
                        prepared.id(), "so long ago that the network has forgotten it, as of height " + height);
            case Answer.Pending(long height) -> throw new IllegalStateException("not settled at height " + height);
        };
    }

    /** Whether these are the results that the receipt's summaries are of. */
    static boolean fit(Receipt receipt, List<List<Result>> results) {
        if (results.size() != receipt.outcomes().size()) {
            return false;
        }
        for (int group = 0; group < results.size(); group++) {
            List<Result> shown = results.get(group);
            boolean fits =
                    switch (receipt.outcomes().get(group)) {
                        case GroupOutcome.Applied applied ->
                            applied.summaries().equals(shown.stream().map(Result::summary).toList());
                        case GroupOutcome.Refused refused -> shown.isEmpty();
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
