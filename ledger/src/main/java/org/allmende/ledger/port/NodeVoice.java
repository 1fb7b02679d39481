package org.allmende.ledger.port;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;

/** Speaks in the ledger in the name of one node: has operations ordered that its gateway signs. Any thread. */
public final class NodeVoice {
    /** How long what it says may take to be ordered. */
    static final long VALIDITY_MILLIS = 20_000;

    private final LedgerPort port;
    private final Signer gateway;
    private final InstantSource clock;

    /** @param gateway signs with the key on the node's card */
    public NodeVoice(LedgerPort port, Signer gateway, InstantSource clock) {
        this.port = port;
        this.gateway = gateway;
        this.clock = clock;
    }

    /** That of the gateway. */
    public AccountId account() {
        return gateway.account();
    }

    /**
     * Has one operation ordered.
     *
     * @param nonce what makes it another transaction than one of the same operation
     * @return completes with what came of it; empty: it was not ordered, and may be said again
     */
    public CompletableFuture<Optional<GroupOutcome>> say(Operation operation, long nonce) {
        LedgerPort.Awaited awaited = port.submitAwaiting(signed(operation, nonce));
        return switch (awaited.admission()) {
            case Admission.Accepted _ -> awaited.settled().thenApply(settled -> outcome(settled.answer()));
            case Admission.Refused _ -> CompletableFuture.completedFuture(Optional.empty());
        };
    }

    Bytes signed(Operation operation, long nonce) {
        long validUntilMillis = Math.max(clock.millis(), port.view().timeMillis()) + VALIDITY_MILLIS;
        return gateway.sign(new Transaction(
                port.networkId(), gateway.account(), validUntilMillis, nonce, List.of(Group.of(operation))));
    }

    private static Optional<GroupOutcome> outcome(Answer answer) {
        return answer instanceof Answer.Applied applied
                ? Optional.of(applied.receipt().outcomes().getFirst())
                : Optional.empty();
    }
}
