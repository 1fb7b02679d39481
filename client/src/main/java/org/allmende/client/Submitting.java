package org.allmende.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.client.Race.LostException;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.transaction.TransactionId;

/**
 * Sees one transaction through: gives the same bytes to node after node until one has its receipt. The id makes that
 * harmless, and being accepted by a node means nothing yet.
 */
final class Submitting {
    static final long WAIT_MILLIS_MAX = 10_000;

    /** What an answer may take beyond the time it was asked to wait. */
    private static final long SLACK_MILLIS = 3_000;

    private static final Codec<Settled> SETTLED = NetworkSchema.SCHEMA.codec(Settled.class);
    private static final Codec<Answer> ANSWER = NetworkSchema.SCHEMA.codec(Answer.class);

    private final ClientSettings settings;
    private final Nodes nodes;
    private final Asking asking;
    private final Prepared prepared;

    /** Nodes that may have taken the transaction: it can then be applied, whatever the others say. */
    private final AtomicInteger mayHaveIt = new AtomicInteger();

    Submitting(ClientSettings settings, Nodes nodes, Asking asking, Prepared prepared) {
        this.settings = settings;
        this.nodes = nodes;
        this.asking = asking;
        this.prepared = prepared;
    }

    Settlement run() throws IOException, InterruptedException {
        Passes passes = new Passes(settings, settings.settlePatience());
        while (true) {
            try {
                Race.Won<Settled> won = Race.run(
                        nodes.inOrder(),
                        settings.submitTo(),
                        settings.hedgeAfter(),
                        passes.deadlineNanos(),
                        failure -> false,
                        asking.verified(this::seeThrough));
                nodes.prefer(won.node());
                return settlement(won.value());
            } catch (LostException e) {
                passes.lost(e);
                if (mayHaveIt.get() == 0 && (passes.areOver() || passes.finalRefusal().isPresent())) {
                    throw passes.failure("the transaction was sent to no node");
                }
                if (passes.areOver()) {
                    return new Settlement.Unknown(prepared.id(), unknown(passes));
                }
            }
            passes.pause();
        }
    }

    private String unknown(Passes passes) {
        return "sent, and no receipt within " + settings.settlePatience().toSeconds() + " s (" + passes.why()
                + "). Until " + prepared.id().validUntilMillis() + " ms of agreed time it can still be applied: ask again";
    }

    private Settlement settlement(Settled settled) {
        return switch (settled.answer()) {
            case Answer.Applied(long height, var receipt) -> new Settlement.Applied(receipt, settled.results());
            case Answer.NeverHappened(long height) -> new Settlement.NeverHappened(prepared.id(), height);
            case Answer.Forgotten(long height) -> new Settlement.Unknown(
                    prepared.id(), "so long ago that the network has forgotten it, as of height " + height);
            case Answer.Pending(long height) -> throw new IllegalStateException("not settled at height " + height);
        };
    }

    /** Stays with one node until that knows what became of the transaction. */
    private Settled seeThrough(NodeLink node, long deadlineNanos) throws IOException {
        Optional<Settled> settled = submit(node, deadlineNanos);
        while (settled.isEmpty()) {
            settled = Optional.of(answer(node, prepared.id(), WAIT_MILLIS_MAX, deadlineNanos))
                    .filter(answer -> !(answer instanceof Answer.Pending))
                    .map(answer -> new Settled(answer, Optional.empty()));
        }
        return settled.get();
    }

    /** Empty: the node has it, and does not know yet. */
    private Optional<Settled> submit(NodeLink node, long deadlineNanos) throws IOException {
        long wait = wait(WAIT_MILLIS_MAX, deadlineNanos);
        HttpCall call = HttpCall.post("/v1/transactions?waitMillis=" + wait + "&results=true", prepared.signed());
        mayHaveIt.incrementAndGet();
        try {
            HttpReply reply = node.call(call, within(wait, deadlineNanos));
            return reply.status() == 200 ? settled(reply) : Optional.empty();
        } catch (NotSentException e) {
            mayHaveIt.decrementAndGet();
            throw e;
        } catch (RefusedException e) {
            mayHaveIt.decrementAndGet();
            if (e.admissionReason().filter(Admission.Reason.EXPIRED::equals).isPresent()) {
                return Optional.empty(); // and yet it may have been applied in time: the receipt tells
            }
            throw e;
        }
    }

    /** Results that this client cannot read are left out: the receipt is what counts. */
    private Optional<Settled> settled(HttpReply reply) {
        try {
            Settled settled = reply.decode(SETTLED);
            checkId(settled.answer(), prepared.id());
            return Optional.of(settled).filter(known -> !(known.answer() instanceof Answer.Pending));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a node says became of a transaction; waits there for at most so long while it is pending. */
    static Answer answer(NodeLink node, TransactionId id, long waitMillis, long deadlineNanos) throws IOException {
        long wait = wait(waitMillis, deadlineNanos);
        HttpCall call = HttpCall.get("/v1/receipts/" + id + "?waitMillis=" + wait);
        Answer answer = node.call(call, within(wait, deadlineNanos)).decode(ANSWER);
        checkId(answer, id);
        return answer;
    }

    static void checkId(Answer answer, TransactionId id) throws IOException {
        if (answer instanceof Answer.Applied(long height, var receipt) && !receipt.id().equals(id)) {
            throw new IOException("the node answered with the receipt of another transaction");
        }
    }

    static long wait(long mostMillis, long deadlineNanos) {
        return Math.min(mostMillis, Asking.millisLeft(deadlineNanos));
    }

    static long within(long waitMillis, long deadlineNanos) {
        long slackNanos = System.nanoTime() + (waitMillis + SLACK_MILLIS) * 1_000_000;
        return slackNanos - deadlineNanos < 0 ? slackNanos : deadlineNanos;
    }
}
