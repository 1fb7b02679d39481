package org.allmende.ledger.port;

import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.TransactionId;

/** What {@link Barriers} have ordered: a transaction of this node's gateway that changes nothing. Any thread. */
final class Marker {
    private final LedgerPort port;
    private final NodeVoice voice;
    private final SecureRandom random = new SecureRandom();

    Marker(LedgerPort port, NodeVoice voice) {
        this.port = port;
        this.voice = voice;
    }

    /** A view as of a marker that is submitted now. Fails with {@link NotReadyException}. */
    CompletableFuture<View> order() {
        return switch (port.submit(voice.signed(new LedgerOperation.Barrier(0), random.nextLong()))) {
            case Admission.Accepted(TransactionId id) -> port.settled(id).thenApply(this::viewBehind);
            case Admission.Refused(Admission.Reason reason, String detail) -> CompletableFuture.failedFuture(
                    new NotReadyException(reason + ": " + detail + "; or read this node's own view"));
        };
    }

    private View viewBehind(LedgerPort.Settled settled) {
        if (settled.answer() instanceof Answer.Applied) {
            return port.view();
        }
        throw new NotReadyException("the barrier before this read was not ordered in time: ask another node, or read "
                + "this node's own view");
    }
}
