package org.allmende.node.checkpoint;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointReason;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.NodeVoice;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Signer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks of checkpoints in the ledger, in the name of one node. */
public final class Vouching {
    private static final Logger LOG = LoggerFactory.getLogger(Vouching.class);

    private final LedgerPort port;
    private final Bytes gatewaySecret;
    private final NodeVoice own;

    /** @param gatewaySecret of the node's gateway key, 32 bytes */
    public Vouching(LedgerPort port, Bytes gatewaySecret, InstantSource clock) {
        this.port = port;
        this.gatewaySecret = gatewaySecret;
        this.own = new NodeVoice(port, Signer.of(port.schema(), gatewaySecret), clock);
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
        return voices(epoch).of(own.account());
    }

    /** Vouches for a statement, unless it is of an epoch without this node. @return whether that is settled; false: to be tried again */
    CompletableFuture<Boolean> vouch(Statement statement) {
        return voice(statement.epoch())
                .map(voice -> vouch(statement, voice))
                .orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    private CompletableFuture<Boolean> vouch(Statement statement, Voices.Voice voice) {
        Bytes signature = Vouch.of(statement, voice.node(), gatewaySecret).signature();
        return own.say(new CheckpointOperation.VouchFor(statement, signature), statement.height())
                .thenApply(outcome -> {
                    outcome.ifPresent(Vouching::warnIfRefused);
                    return outcome.isPresent();
                });
    }

    private static void warnIfRefused(GroupOutcome outcome) {
        if (outcome instanceof GroupOutcome.Refused refused && !isSaidAlready(refused)) {
            LOG.warn("This node's vouch was refused: {}.", refused);
        }
    }

    private static boolean isSaidAlready(GroupOutcome.Refused refused) {
        return refused.application() == Checkpoints.TAG
                && refused.reason() == CheckpointReason.ALREADY_VOUCHED.code();
    }
}
