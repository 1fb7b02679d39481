package org.allmende.gateway.etcd.remote;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.allmende.client.Keys;
import org.allmende.client.VouchedClient;
import org.allmende.client.VouchedProgress;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationReason;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Standing;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.allmende.gateway.etcd.store.Writes;
import org.allmende.gateway.etcd.store.Written;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.NodeStatus;

/**
 * Through several nodes, signed with one key, believing only what more than a third of a network's nodes say alike. A change
 * was applied when so many show the same receipt; what it answers is held against the hash in that receipt. A reading is of
 * a height and a revision that so many have reached, and each of its answers is one that so many give.
 */
public final class RemoteStore implements Store {
    /** How long the nodes may take to say how far they are before there is no gateway. */
    private static final Duration BEGINNING = Duration.ofSeconds(15);

    private final VouchedClient client;
    private final VouchedProgress progress;
    private final String keyspace;
    private final Keys keys;
    private final Identity identity;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Writes writes;
    private final Reads reads;
    private final SeenUsers users;
    private final SharedBarrier barrier;

    private RemoteStore(VouchedClient client, VouchedProgress progress, String keyspace, Keys keys) {
        this.client = client;
        this.progress = progress;
        this.keyspace = keyspace;
        this.keys = keys;
        this.identity = Identity.of(client.network().networkId(), keys.account());
        this.writes =
                new Writes(this::send, Schema.standard().codec(CoordinationOperation.class), executor);
        this.reads = new Reads(client, keyspace, executor);
        this.users = new SeenUsers(reads::users);
        this.barrier = new SharedBarrier(() -> writes.add(SharedBarrier.operation(keyspace)), executor);
    }

    /**
     * Begins to follow the network.
     *
     * @param client closed with the store
     * @param keys of the account that changes are signed as
     * @throws IOException when too few nodes say how far they are
     */
    public static RemoteStore open(VouchedClient client, String keyspace, Keys keys)
            throws IOException, InterruptedException {
        VouchedProgress progress = new VouchedProgress(client, keyspace);
        progress.start();
        if (progress.above(0, BEGINNING).height() == 0) {
            progress.close();
            throw new IOException("fewer than " + client.needed() + " of the named nodes say how far they are: "
                    + faults(client, progress) + "; look whether they run");
        }
        return new RemoteStore(client, progress, keyspace, keys);
    }

    private static String faults(VouchedClient client, VouchedProgress progress) {
        List<String> faults = new ArrayList<>();
        for (URI node : client.nodes()) {
            String fault = progress.fault(node);
            if (!fault.isEmpty()) {
                faults.add(node + " (" + fault + ")");
            }
        }
        return String.join(", ", faults);
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
        Map<URI, Optional<NodeStatus>> statuses = progress.statuses();
        List<Health> healths = statuses.values().stream()
                .flatMap(Optional::stream)
                .map(NodeStatus::health)
                .toList();
        long ordering = healths.stream()
                .filter(health -> health.state() == Health.State.ORDERING)
                .count();
        boolean enough = ordering >= client.needed();
        At now = progress.now();
        return new Standing(
                enough,
                enough ? "" : ordering + " of " + statuses.size() + " nodes take part in ordering. " + faults(client, progress),
                healths.stream()
                        .map(Health::epoch)
                        .sorted(Comparator.reverseOrder())
                        .skip(client.needed() - 1L)
                        .findFirst()
                        .orElse(0L),
                now.height(),
                timeMillis(now));
    }

    private static long timeMillis(At now) {
        return Standing.timeNow(now.timeMillis(), now.sinceNanos());
    }

    @Override
    public List<NodeCard> members() {
        return client.network().nodes();
    }

    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        return writes.add(operation).whenComplete((written, failure) -> {
            boolean isChange = operation instanceof ChangeAuth
                    || operation instanceof AsUser as && as.operation() instanceof ChangeAuth;
            if (isChange || failure == null && saysUsersChanged(written)) {
                users.forget();
            }
        });
    }

    private static boolean saysUsersChanged(Written written) {
        return written instanceof Written.Refused(CoordinationReason reason)
                && (reason == CoordinationReason.AUTH_REVISION_OLD || reason == CoordinationReason.USER_EMPTY);
    }

    private CompletableFuture<List<Written>> send(List<CoordinationOperation> operations) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Submission submission = new Submission(client, keys, operations);
                    submission.run(timeMillis(progress.now()) + PATIENCE.toMillis(), PATIENCE);
                    submission.newest().ifPresent(newest -> progress.reached(submission.height(), newest));
                    return submission.written();
                },
                executor);
    }

    /** By an empty transaction of its own, or one shared with others that ask at the same time. */
    @Override
    public Reading linearizable() throws InterruptedException {
        try {
            barrier.join().get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException(Cause.TIMED_OUT, "the network did not answer in time: try again");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("a barrier failed", e.getCause());
        }
        return local();
    }

    @Override
    public Reading local() {
        return new RemoteReading(reads, users, progress::now, progress.now());
    }

    @Override
    public Reading above(long height, Duration patience) throws InterruptedException {
        return new RemoteReading(reads, users, progress::now, progress.above(height, patience));
    }

    @Override
    public void close() {
        writes.close();
        progress.close();
        client.close();
        executor.shutdownNow(); // what still asks nodes would go on for as long as its patience
    }
}
