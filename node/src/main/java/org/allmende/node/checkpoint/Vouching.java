package org.allmende.node.checkpoint;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointReason;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks of checkpoints in the ledger, in the name of one node. */
public final class Vouching {
    private static final Logger LOG = LoggerFactory.getLogger(Vouching.class);
    private static final long VALIDITY_MILLIS = 20_000;

    private final LedgerPort port;
    private final Bytes gatewaySecret;
    private final Signer signer;
    private final InstantSource clock;

    /** @param gatewaySecret of the node's gateway key, 32 bytes */
    public Vouching(LedgerPort port, Bytes gatewaySecret, InstantSource clock) {
        this.port = port;
        this.gatewaySecret = gatewaySecret;
        this.signer = Signer.of(port.schema(), gatewaySecret);
        this.clock = clock;
    }

    /** Those whose word counts for a checkpoint of this epoch. */
    Voices voices(long epoch) {
        return new Voices(port.roster(port.view(), epoch));
    }

    List<Checkpoint> kept() {
        return port.checkpoints(port.view());
    }

    Optional<Checkpoint> at(View view, long height) {
        return port.checkpoint(view, height);
    }

    /** This node's voice for checkpoints of this epoch; empty: its roster does not have this node. */
    Optional<Voices.Voice> voice(long epoch) {
        return voices(epoch).of(signer.account());
    }

    /** Vouches for a statement, unless it is of an epoch without this node. @return whether that is settled; false: to be tried again */
    CompletableFuture<Boolean> vouch(Statement statement) {
        return voice(statement.epoch())
                .map(voice -> vouch(statement, voice))
                .orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    private CompletableFuture<Boolean> vouch(Statement statement, Voices.Voice voice) {
        AccountId account = signer.account();
        long validUntil = Math.max(clock.millis(), port.view().timeMillis()) + VALIDITY_MILLIS;
        Bytes signature = Vouch.of(statement, voice.node(), gatewaySecret).signature();
        Transaction transaction = new Transaction(
                port.networkId(),
                account,
                validUntil,
                statement.height(),
                List.of(Group.of(new CheckpointOperation.VouchFor(statement, signature))));
        LedgerPort.Awaited awaited = port.submitAwaiting(signer.sign(transaction));
        return switch (awaited.admission()) {
            case Admission.Accepted accepted -> awaited.settled().thenApply(settled -> isDone(settled.answer()));
            case Admission.Refused(Admission.Reason reason, String detail) -> {
                LOG.debug("the vouch for height {} was not admitted: {}, {}", statement.height(), reason, detail);
                yield CompletableFuture.completedFuture(false);
            }
        };
    }

    private static boolean isDone(Answer answer) {
        if (!(answer instanceof Answer.Applied(long asOfHeight, Receipt receipt))) {
            return false;
        }
        if (receipt.outcomes().getFirst() instanceof GroupOutcome.Refused refused
                && !isSaidAlready(refused)) {
            LOG.warn("This node's vouch was refused: {}.", refused);
        }
        return true;
    }

    private static boolean isSaidAlready(GroupOutcome.Refused refused) {
        return refused.application() == Checkpoints.TAG
                && refused.reason() == CheckpointReason.ALREADY_VOUCHED.code();
    }
}
