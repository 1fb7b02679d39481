package org.allmende.gateway.etcd.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationResult.Renewed;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.store.Written;

/**
 * Gathers the keepalives of all streams into few renewals, and answers each when its renewal was applied: so whoever is
 * answered knows that the lease lives at least until its own sending time plus the time to live.
 *
 * <p>What a stream asks is renewed in its order: while a renewal that holds requests of a stream is under way, its further
 * requests wait for the next one. Any thread.
 */
final class KeepAlives {
    /** How long a keepalive waits for others; every millisecond of it is one less of the lease's life. */
    static final Duration GATHER = Duration.ofMillis(50);

    /** Keepalives that wait; above, etcd's "too many requests". A holder of more leases asks in smaller portions. */
    static final int WAITING_MAX = 200_000;

    /** One keepalive stream. */
    interface Stream {
        /** @param ttlSeconds 0: there is no such lease */
        void answer(long lease, long revision, long ttlSeconds);

        void fail(Throwable failure);
    }

    private record Asked(Stream stream, long lease) {}

    /** Has an operation ordered, as a store does. */
    interface Writing {
        CompletableFuture<Written> write(CoordinationOperation operation);
    }

    private final String keyspace;
    private final Writing writing;
    private final Executor executor;
    private List<Asked> waiting = new ArrayList<>();
    private final Map<Stream, Integer> underWay = new HashMap<>();
    private int asked;
    private boolean scheduled;

    KeepAlives(String keyspace, Writing writing, Executor executor) {
        this.keyspace = keyspace;
        this.writing = writing;
        this.executor = executor;
    }

    void ask(Stream stream, long lease) {
        boolean full;
        synchronized (this) {
            full = asked >= WAITING_MAX;
            if (!full) {
                asked++;
                waiting.add(new Asked(stream, lease));
                schedule();
            }
        }
        if (full) {
            stream.fail(EtcdError.TOO_MANY_REQUESTS.exception());
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            CompletableFuture.delayedExecutor(GATHER.toMillis(), TimeUnit.MILLISECONDS, executor)
                    .execute(this::renewWaiting);
        }
    }

    /** Every lease once, however many ask for it. */
    private void renewWaiting() {
        Map<Long, List<Stream>> leases = new LinkedHashMap<>();
        List<List<Long>> renewals;
        synchronized (this) {
            scheduled = false;
            List<Asked> later = new ArrayList<>();
            for (Asked each : waiting) {
                if (underWay.containsKey(each.stream())) {
                    later.add(each);
                } else {
                    leases.computeIfAbsent(each.lease(), _ -> new ArrayList<>()).add(each.stream());
                }
            }
            waiting = later;
            renewals = portions(leases.keySet());
            renewals.forEach(renewal -> streams(renewal, leases)
                    .forEach(stream -> underWay.merge(stream, 1, Integer::sum)));
        }
        renewals.forEach(renewal -> renew(renewal, leases));
    }

    private static List<List<Long>> portions(Collection<Long> leases) {
        List<Long> all = List.copyOf(leases);
        List<List<Long>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CoordinationLimits.LEASES_RENEWED_MAX) {
            portions.add(all.subList(from, Math.min(all.size(), from + CoordinationLimits.LEASES_RENEWED_MAX)));
        }
        return portions;
    }

    private static Set<Stream> streams(List<Long> renewal, Map<Long, List<Stream>> leases) {
        Set<Stream> streams = new HashSet<>();
        renewal.forEach(lease -> streams.addAll(leases.getOrDefault(lease, List.of())));
        return streams;
    }

    private void renew(List<Long> renewal, Map<Long, List<Stream>> leases) {
        var _ = writing.write(new RenewLeases(keyspace, renewal)).whenComplete((written, failure) -> {
            for (int i = 0; i < renewal.size(); i++) {
                for (Stream stream : leases.getOrDefault(renewal.get(i), List.of())) {
                    answer(stream, renewal.get(i), i, written, failure);
                }
            }
            ended(renewal, leases);
        });
    }

    @SuppressWarnings("NullAway") // there is either an outcome or a failure
    private static void answer(Stream stream, long lease, int place, Written written, Throwable failure) {
        if (failure != null) {
            stream.fail(failure);
            return;
        }
        switch (written) {
            case Written.Applied applied -> {
                Renewed renewed = (Renewed) applied.result();
                stream.answer(lease, renewed.revision(), renewed.ttlSeconds().get(place));
            }
            case Written.Refused refused -> stream.fail(EtcdError.of(refused.reason()));
        }
    }

    private synchronized void ended(List<Long> renewal, Map<Long, List<Stream>> leases) {
        streams(renewal, leases).forEach(stream -> underWay.computeIfPresent(stream, (_, n) -> n == 1 ? null : n - 1));
        renewal.forEach(lease -> asked -= leases.getOrDefault(lease, List.of()).size());
        if (!waiting.isEmpty()) {
            schedule();
        }
    }
}
