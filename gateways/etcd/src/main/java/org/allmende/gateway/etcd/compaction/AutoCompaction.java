package org.allmende.gateway.etcd.compaction;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationReason;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts one keyspace, looking at it from time to time. By time, it notes which revision is current at each look and
 * gives up what was before the one of the retention ago, each such time but at least every hour; by number, all but the
 * last revisions, every five minutes. Both as etcd does. What it noted is gone with the process, so that the first time
 * passes anew: too little is given up then, never too much.
 *
 * <p>Several gateways of a keyspace may do so, each by its own clock: who comes second is told that it is done, and has
 * nothing more to do.
 */
public final class AutoCompaction {
    /** Between compactions by number, and the most between those by time. */
    static final Duration REVISIONS_EVERY = Duration.ofMinutes(5);

    static final Duration PERIOD_EVERY_MAX = Duration.ofHours(1);

    /** Looks between two compactions by time, as etcd's. */
    static final int LOOKS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(AutoCompaction.class);

    private final Store store;
    private final Retention retention;
    private final Deque<Noted> noted = new ArrayDeque<>();
    private long doneMillis = Long.MIN_VALUE;
    private long doneRevision;
    private Optional<CoordinationReason> told = Optional.empty();

    /** Which revision was current when. */
    private record Noted(long millis, long revision) {}

    public AutoCompaction(Store store, Retention retention) {
        this.store = store;
        this.retention = retention;
    }

    /** How often to {@link #look}; empty: never. */
    public Optional<Duration> every() {
        return switch (retention) {
            case Retention.All _ -> Optional.empty();
            case Retention.Period period -> Optional.of(between(period).dividedBy(LOOKS));
            case Retention.Revisions _ -> Optional.of(REVISIONS_EVERY);
        };
    }

    private static Duration between(Retention.Period period) {
        return period.time().compareTo(PERIOD_EVERY_MAX) < 0 ? period.time() : PERIOD_EVERY_MAX;
    }

    /**
     * Does what is due. Waits for the network; what does not come about is tried again at the next look. By one thread.
     *
     * @param nowMillis by any clock that goes forward, the same one each time
     */
    public void look(long nowMillis) {
        try {
            long revision = store.local().revision();
            long target =
                    switch (retention) {
                        case Retention.All _ -> 0;
                        case Retention.Period period -> agoOf(period, revision, nowMillis);
                        case Retention.Revisions(long count) -> revision - count;
                    };
            if (target > 0 && target > doneRevision) {
                compact(target, nowMillis);
            }
        } catch (UnavailableException e) {
            LOG.info("Not compacted now, the network does not answer: {}", e.getMessage());
        }
    }

    /** 0: it is not time. */
    private long agoOf(Retention.Period period, long revision, long nowMillis) {
        noted.addLast(new Noted(nowMillis, revision));
        long agoMillis = nowMillis - period.time().toMillis();
        Noted ago = noted.getFirst();
        if (ago.millis() > agoMillis) {
            return 0;
        }
        while (noted.getFirst().millis() <= agoMillis) {
            ago = noted.removeFirst();
        }
        noted.addFirst(ago);
        boolean due = doneMillis == Long.MIN_VALUE || nowMillis - doneMillis >= between(period).toMillis();
        return due ? ago.revision() : 0;
    }

    private void compact(long revision, long nowMillis) {
        Written written;
        try {
            written = store.write(new Compact(store.keyspace(), revision)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnavailableException unavailable) {
                throw unavailable;
            }
            throw e;
        }
        switch (written) {
            case Written.Applied _ -> {
                LOG.info("Compacted keyspace '{}' to revision {}", store.keyspace(), revision);
                done(revision, nowMillis);
            }
            case Written.Refused(CoordinationReason reason) when reason == CoordinationReason.COMPACTED ->
                done(revision, nowMillis);
            case Written.Refused(CoordinationReason reason) -> {
                if (!told.equals(Optional.of(reason))) {
                    LOG.warn(
                            "Keyspace '{}' is not compacted as this gateway is set to: {}. Only its owner, and who"
                                    + " acts for it, may; where it asks for users only the owner",
                            store.keyspace(),
                            reason.advice());
                    told = Optional.of(reason);
                }
            }
        }
    }

    private void done(long revision, long nowMillis) {
        doneRevision = revision;
        doneMillis = nowMillis;
        told = Optional.empty();
    }
}
