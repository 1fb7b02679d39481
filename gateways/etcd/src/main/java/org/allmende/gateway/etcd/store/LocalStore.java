package org.allmende.gateway.etcd.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.CoordinationResult;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.allmende.ledger.Result;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.LedgerPort.Awaited;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.port.NotReadyException;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;

/** Through the node in this process, signed with one key. What it says is that node's word. */
public final class LocalStore implements Store {
    private final LedgerPort port;
    private final Coordination coordination;
    private final String keyspace;
    private final Signer signer;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
    private final Identity identity;
    private final Writes writes;
    private volatile Seen seen = new Seen(0, 0, System.nanoTime());

    /** A height, and when this process saw it. */
    private record Seen(long height, long timeMillis, long nanos) {}

    /**
     * @param coordination that of the port's ledger
     * @param secret 32 bytes: of the account that changes are signed as
     */
    public LocalStore(
            LedgerPort port, Coordination coordination, String keyspace, Bytes secret, InstantSource clock) {
        this.port = port;
        this.coordination = coordination;
        this.keyspace = keyspace;
        this.signer = Signer.of(port.schema(), secret);
        this.clock = clock;
        this.identity = Identity.of(port.networkId(), port.status().card());
        this.writes = new Writes(this::send, port.schema().codec(CoordinationOperation.class), answering);
    }

    @Override
    public String keyspace() {
        return keyspace;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Standing standing() {
        NodeStatus status = port.status();
        Health health = status.health();
        return new Standing(
                health.state() == Health.State.ORDERING,
                health.why(),
                health.epoch(),
                health.height(),
                nowMillis(health.height(), status.timeMillis()));
    }

    private long nowMillis(long height, long timeMillis) {
        Seen last = seen;
        if (last.height() != height) {
            last = new Seen(height, timeMillis, System.nanoTime());
            seen = last;
        }
        return Standing.timeNow(last.timeMillis(), last.nanos());
    }

    @Override
    public List<NodeCard> members() {
        return port.genesis().nodes();
    }

    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        return writes.add(operation);
    }

    @Override
    public Reading linearizable() throws InterruptedException {
        try {
            return reading(port.linearizableView().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw timedOut();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotReadyException notReady) {
                throw new UnavailableException(Cause.NOT_ORDERING, String.valueOf(notReady.getMessage()));
            }
            throw new IllegalStateException("a barrier failed", e.getCause());
        }
    }

    @Override
    public Reading local() {
        return reading(port.view());
    }

    @Override
    public Reading above(long height, Duration patience) throws InterruptedException {
        return reading(port.viewAbove(height, patience));
    }

    private Reading reading(View view) {
        return new LocalReading(coordination, keyspace, view);
    }

    private CompletableFuture<List<Written>> send(List<CoordinationOperation> operations) {
        long validUntilMillis = Math.max(clock.millis(), port.view().timeMillis()) + PATIENCE.toMillis();
        Transaction transaction = new Transaction(
                port.networkId(),
                signer.account(),
                validUntilMillis,
                random.nextLong(),
                operations.stream()
                        .map(operation -> Group.of((Operation) operation))
                        .toList());
        Awaited awaited = port.submitAwaiting(signer.sign(transaction));
        return switch (awaited.admission()) {
            case Admission.Accepted accepted ->
                awaited.settled()
                        .orTimeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .handle((settled, failure) -> failure == null ? written(settled, operations.size()) : late());
            case Admission.Refused(Admission.Reason reason, String detail) ->
                CompletableFuture.failedFuture(refused(reason, detail));
        };
    }

    private static List<Written> late() {
        throw timedOut();
    }

    private static UnavailableException refused(Admission.Reason reason, String detail) {
        return new UnavailableException(
                reason == Admission.Reason.BUSY ? Cause.TOO_MANY : Cause.NOT_ORDERING, reason + ": " + detail);
    }

    private static List<Written> written(Settled settled, int operations) {
        if (!(settled.answer() instanceof Answer.Applied applied)) {
            throw new UnavailableException(Cause.NOT_ORDERING, "it was not ordered in time: send it again");
        }
        Optional<List<List<Result>>> results = settled.results();
        if (results.isEmpty()) {
            throw new UnavailableException(
                    Cause.TIMED_OUT, "this node took over the state that holds it, and did not see what came of it");
        }
        List<Written> written = new ArrayList<>(operations);
        for (int group = 0; group < operations; group++) {
            List<Result> result = results.get().get(group);
            written.add(
                    switch (applied.receipt().outcomes().get(group)) {
                        case GroupOutcome.Applied _ -> new Written.Applied((CoordinationResult) result.getFirst());
                        case GroupOutcome.Refused refused ->
                            new Written.Refused(CoordinationReason.of(refused));
                    });
        }
        return written;
    }

    private static UnavailableException timedOut() {
        return new UnavailableException(Cause.TIMED_OUT, "the network did not answer in time: try again");
    }

    /** The port stays open. */
    @Override
    public void close() {
        writes.close();
        answering.close();
    }
}
