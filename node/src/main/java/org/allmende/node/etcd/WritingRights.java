package org.allmende.node.etcd;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.allmende.client.KeyFile;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.AccountAnswer;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.LedgerPort.Awaited;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.node.Refusal;

/**
 * That every member may write the keyspace all of them serve: the first member holds the key that owns it, and delegates
 * all of it to the account of each member's gateway. The others wait for that once, when the network begins.
 */
final class WritingRights {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 50;

    /** A day less than may be, for agreed time goes on while this is ordered. */
    private static final long LENGTH_MILLIS =
            Limits.DELEGATION_MILLIS_MAX - Duration.ofDays(1).toMillis();

    private final LedgerPort ledger;
    private final GenesisKeyspace keyspace;
    private final Scope scope;
    private final Optional<Bytes> ownerSecret;

    /** @param ownerKey where the owner's secret is, if this is the owner */
    WritingRights(LedgerPort ledger, Path ownerKey) throws Refusal {
        this.ledger = ledger;
        this.keyspace = ledger.genesis().keyspaces().getFirst();
        this.scope = new Scope(Coordination.TAG, Bytes.utf8(keyspace.name()).concat(Bytes.of((byte) 0)));
        this.ownerSecret = secret(ownerKey);
    }

    /** Empty: another member is the owner. */
    Optional<Bytes> ownerSecret() {
        return ownerSecret;
    }

    String ownerName() {
        return ledger.genesis().nodes().getFirst().name();
    }

    /**
     * Returns when this member may write, and where it is the owner, all may.
     *
     * @param progress told when it takes long
     */
    void await(Consumer<String> progress) throws InterruptedException {
        Optional<Signer> owner = ownerSecret.map(this::signer);
        NodeCard self = ledger.status().card();
        boolean told = false;
        for (List<NodeCard> missing = missing();
                owner.isPresent() ? !missing.isEmpty() : missing.contains(self);
                missing = missing()) {
            if (!told) {
                told = true;
                progress.accept("waiting for '" + ownerName()
                        + "', which owns the keyspace, to let all members write");
            }
            if (owner.isPresent()) {
                give(owner.get(), missing);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Signer signer(Bytes secret) {
        return Signer.of(ledger.schema(), secret);
    }

    private Optional<Bytes> secret(Path ownerKey) throws Refusal {
        try {
            return Optional.of(KeyFile.read(ownerKey))
                    .filter(secret -> signer(secret).publicKey().equals(keyspace.ownerKey()));
        } catch (IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "put back the data directory as it was", e);
        }
    }

    /** Those that may not write yet. */
    private List<NodeCard> missing() {
        List<Accounts.Given> given = ledger.account(ledger.view(), AccountId.ofKey(keyspace.ownerKey()))
                .map(AccountAnswer::delegations)
                .orElse(List.of());
        return ledger.genesis().nodes().stream()
                .filter(node -> given.stream()
                        .noneMatch(each -> each.to().equals(AccountId.ofKey(node.gatewayKey()))
                                && each.scope().covers(scope)))
                .toList();
    }

    /** Offers it once; what came of it shows in the ledger. */
    private void give(Signer owner, List<NodeCard> missing) throws InterruptedException {
        long now = ledger.view().timeMillis();
        List<Group> groups = new ArrayList<>();
        for (NodeCard node : missing) {
            groups.add(Group.of(new LedgerOperation.Delegate(
                    AccountId.ofKey(node.gatewayKey()), scope, Optional.empty(), now + LENGTH_MILLIS)));
        }
        Awaited awaited = ledger.submitAwaiting(owner.sign(new Transaction(
                ledger.genesis().networkId(),
                owner.account(),
                Math.max(System.currentTimeMillis(), now) + PATIENCE.toMillis(),
                new SecureRandom().nextLong(),
                groups)));
        if (awaited.admission() instanceof Admission.Accepted) {
            try {
                awaited.settled().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // Offered again.
            }
        }
    }
}
