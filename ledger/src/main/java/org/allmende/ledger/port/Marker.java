package org.allmende.ledger.port;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/** What {@link Barriers} have ordered: a transaction of this node's gateway that changes nothing. Any thread. */
final class Marker {
    /** How long a barrier may take before the reads behind it fail. */
    static final long VALIDITY_MILLIS = 20_000;

    private final LedgerPort port;
    private final Signer gateway;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Marker(LedgerPort port, Signer gateway, InstantSource clock) {
        this.port = port;
        this.gateway = gateway;
        this.clock = clock;
    }

    /** A view as of a marker that is submitted now. Fails with {@link NotReadyException}. */
    CompletableFuture<View> order() {
        return switch (port.submit(signed())) {
            case Admission.Accepted(TransactionId id) -> port.settled(id).thenApply(this::viewBehind);
            case Admission.Refused(Admission.Reason reason, String detail) -> CompletableFuture.failedFuture(
                    new NotReadyException(reason + ": " + detail + "; or read this node's own view"));
        };
    }

    private Bytes signed() {
        long validUntilMillis = Math.max(clock.millis(), port.view().timeMillis()) + VALIDITY_MILLIS;
        return gateway.sign(new Transaction(
                port.networkId(),
                gateway.account(),
                validUntilMillis,
                random.nextLong(),
                List.of(Group.of(new LedgerOperation.Barrier(0)))));
    }

    private View viewBehind(LedgerPort.Settled settled) {
        if (settled.answer() instanceof Answer.Applied) {
            return port.view();
        }
        throw new NotReadyException("the barrier before this read was not ordered in time: ask another node, or read "
                + "this node's own view");
    }
}
