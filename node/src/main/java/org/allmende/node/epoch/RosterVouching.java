package org.allmende.node.epoch;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's word, in the ledger, that it can go on with the next roster. */
final class RosterVouching {
    private static final Logger LOG = LoggerFactory.getLogger(RosterVouching.class);
    private static final long VALIDITY_MILLIS = 20_000;

    private final LedgerPort port;
    private final Bytes gatewaySecret;
    private final Signer signer;
    private final InstantSource clock;

    RosterVouching(LedgerPort port, Bytes gatewaySecret, InstantSource clock) {
        this.port = port;
        this.gatewaySecret = gatewaySecret;
        this.signer = Signer.of(port.schema(), gatewaySecret);
        this.clock = clock;
    }

    /** Completes with whether that is settled; false: to be tried again. */
    CompletableFuture<Boolean> vouch(Roster next) {
        Bytes signature = new RosterStatement(port.networkId(), next).signedWith(gatewaySecret);
        long validUntil = Math.max(clock.millis(), port.view().timeMillis()) + VALIDITY_MILLIS;
        Transaction transaction = new Transaction(
                port.networkId(),
                signer.account(),
                validUntil,
                next.epoch(),
                List.of(Group.of(new RosterOperation.VouchForRoster(next.epoch(), signature))));
        LedgerPort.Awaited awaited = port.submitAwaiting(signer.sign(transaction));
        return switch (awaited.admission()) {
            case Admission.Accepted _ -> awaited.settled().thenApply(settled -> isDone(settled.answer()));
            case Admission.Refused(Admission.Reason reason, String detail) -> {
                LOG.debug("the vouch for the roster of epoch {} was not admitted: {}, {}", next.epoch(), reason, detail);
                yield CompletableFuture.completedFuture(false);
            }
        };
    }

    private static boolean isDone(Answer answer) {
        if (!(answer instanceof Answer.Applied applied)) {
            return false;
        }
        if (applied.receipt().outcomes().getFirst() instanceof GroupOutcome.Refused refused) {
            LOG.debug("the vouch for a roster was refused: {}", refused);
        }
        return true;
    }
}
