package org.allmende.gateway.etcd.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;
import org.allmende.gateway.etcd.Unanswered;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watchers of a gateway. Those that have seen everything are told of each new revision, by an index of what they want;
 * those that have not, because they began in the past or their client reads slowly, read the history for themselves until
 * they have caught up. So nothing is kept for anybody, and who is slow slows nobody else. Any thread.
 */
final class Watchers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    /** How long a thread waits for a new height at a time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Before a network that did not answer is asked again. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Events of a page of history. */
    private static final int PAGE = 1_000;

    /** Watchers that read the history at once: reading it takes processor time from everything else. */
    private static final int CATCHING_UP_MAX = 4;

    private final Store store;
    private final ExecutorService executor;
    private final Duration progressInterval;
    private final RangeIndex<Watcher> synced = new RangeIndex<>();
    private final Set<Watcher> wantProgress = new HashSet<>();
    private final Set<WatchStream> awaitProgress = new HashSet<>();
    private final Semaphore catchingUp = new Semaphore(CATCHING_UP_MAX);
    private final Unanswered unanswered = new Unanswered("Watchers are not told what is new", System::nanoTime, LOG::warn);
    private int withPrevKv;
    private long deliveredTo;
    private long progressNanos = System.nanoTime();
    private volatile boolean closed;

    /** @param progressInterval how often a watcher that wants it is told how far it is, when nothing else is sent */
    Watchers(Store store, ExecutorService executor, Duration progressInterval) {
        this.store = store;
        this.executor = executor;
        this.progressInterval = progressInterval;
        deliveredTo = store.local().revision();
    }

    /** Begins to tell of new revisions. Called once. */
    void start() {
        executor.execute(this::followHeights);
    }

    /**
     * Takes a watcher in.
     *
     * @param welcome sends what comes before its first event
     */
    synchronized void add(Watcher watcher, Runnable welcome) {
        welcome.run();
        if (watcher.wish().progress()) {
            wantProgress.add(watcher);
        }
        if (watcher.nextRevision > deliveredTo) {
            sync(watcher);
        } else {
            executor.execute(() -> catchUp(watcher));
        }
    }

    /** Nothing is sent to it any more. */
    synchronized void remove(Watcher watcher) {
        wantProgress.remove(watcher);
        unsync(watcher);
    }

    private void sync(Watcher watcher) {
        watcher.synced = true;
        synced.add(watcher.wish().range(), watcher);
        withPrevKv += watcher.wish().prevKv() ? 1 : 0;
    }

    private void unsync(Watcher watcher) {
        if (watcher.synced) {
            watcher.synced = false;
            synced.remove(watcher.wish().range(), watcher);
            withPrevKv -= watcher.wish().prevKv() ? 1 : 0;
        }
    }

    /** If all of these have seen everything there is, says up to which revision. */
    synchronized void progress(Set<Watcher> watchers, ProgressReport report) {
        if (watchers.stream().allMatch(watcher -> watcher.synced)) {
            report.upTo(deliveredTo);
        }
    }

    /** Told the revision up to which everything has been sent. */
    @FunctionalInterface
    interface ProgressReport {
        void upTo(long revision);
    }

    private void followHeights() {
        long height = store.local().height() - 1;
        try {
            while (!closed) {
                Reading reading = store.above(height, PATIENCE);
                try {
                    deliver(reading);
                } catch (UnavailableException e) {
                    awaitNetwork(e);
                    continue;
                }
                height = reading.height();
                answerProgress();
                reportProgress();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Watchers are told nothing any more: restart this gateway, and report this", e);
            throw e;
        }
    }

    /** Watchers wait, as those of an etcd without a leader do: what they miss meanwhile they are told when it answers again. */
    private void awaitNetwork(UnavailableException failure) throws InterruptedException {
        unanswered.add(failure);
        Thread.sleep(PAUSE.toMillis());
    }

    private void deliver(Reading reading) {
        long from;
        boolean prevKv;
        synchronized (this) {
            if (synced.size() == 0) {
                deliveredTo = Math.max(deliveredTo, reading.revision());
            }
            from = deliveredTo + 1;
            prevKv = withPrevKv > 0;
        }
        while (from <= reading.revision()) {
            HistoryRequest request =
                    new HistoryRequest(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd(), from, PAGE, prevKv);
            switch (reading.history(request)) {
                case HistoryAnswer.Page page -> {
                    deliver(page, prevKv);
                    from = page.nextRevision();
                }
                // This node was behind by so much that what it missed is gone.
                case HistoryAnswer.Compacted _ -> {
                    deliverNothingUpTo(reading.revision());
                    from = reading.revision() + 1;
                }
                case HistoryAnswer.Refused refused ->
                    throw new IllegalStateException("the whole history cannot be read: " + refused.reason());
            }
        }
    }

    /** @param prevKv whether the page says what was before; a watcher that wants it and came since reads for itself */
    private synchronized void deliver(HistoryAnswer.Page page, boolean prevKv) {
        List<KeyEvent> events = page.events();
        int first = 0;
        for (int next = 1; next <= events.size(); next++) {
            if (next == events.size() || events.get(next).revision() != events.get(first).revision()) {
                deliver(events.subList(first, next), prevKv);
                first = next;
            }
        }
        deliveredTo = page.nextRevision() - 1;
    }

    private void deliver(List<KeyEvent> ofOneRevision, boolean prevKv) {
        long revision = ofOneRevision.getFirst().revision();
        Map<Watcher, List<KeyEvent>> wanted = new LinkedHashMap<>();
        for (KeyEvent event : ofOneRevision) {
            synced.interestedIn(event.keyValue().key(), watcher -> {
                if (watcher.nextRevision <= revision && watcher.wish().wants(event)) {
                    wanted.computeIfAbsent(watcher, _ -> new ArrayList<>()).add(event);
                }
            });
        }
        SharedEvents shared = new SharedEvents();
        wanted.forEach((watcher, events) -> {
            if (watcher.stream().isReady() && (prevKv || !watcher.wish().prevKv())) {
                watcher.nextRevision = revision + 1;
                watcher.sentSinceProgress = true;
                watcher.stream().send(watcher, revision, shared.of(events, watcher.wish().prevKv()));
            } else {
                fallBehind(watcher, revision);
            }
        });
    }

    private void fallBehind(Watcher watcher, long revision) {
        unsync(watcher);
        watcher.nextRevision = revision;
        executor.execute(() -> catchUp(watcher));
    }

    private synchronized void deliverNothingUpTo(long revision) {
        for (Watcher watcher : synced.all()) {
            fallBehind(watcher, Math.max(watcher.nextRevision, deliveredTo + 1));
        }
        deliveredTo = revision;
    }

    /** Reads what a watcher missed and sends it, as fast as its client takes it. */
    private void catchUp(Watcher watcher) {
        try {
            boolean behind = true;
            while (behind && watcher.stream().awaitReady()) {
                try {
                    behind = sendPageInTurn(watcher);
                } catch (UnavailableException e) {
                    if (closed) {
                        throw e;
                    }
                    awaitNetwork(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            watcher.stream().fail(e);
        }
    }

    private boolean sendPageInTurn(Watcher watcher) throws InterruptedException {
        catchingUp.acquire();
        try {
            return sendPage(watcher);
        } finally {
            catchingUp.release();
        }
    }

    /** @return whether there is, or may be, more */
    private boolean sendPage(Watcher watcher) {
        KeyRange range = watcher.wish().range();
        Reading reading = store.local();
        HistoryRequest request = new HistoryRequest(
                range.key(), range.rangeEnd(), watcher.nextRevision, PAGE, watcher.wish().prevKv());
        return switch (reading.history(request)) {
            case HistoryAnswer.Page page -> {
                List<KeyEvent> wanted = watcher.wanted(page.events());
                if (!wanted.isEmpty()) {
                    watcher.stream()
                            .send(watcher, page.revision(), new SharedEvents().of(wanted, watcher.wish().prevKv()));
                }
                yield !isSynced(watcher, page.nextRevision(), !wanted.isEmpty());
            }
            case HistoryAnswer.Compacted compacted -> {
                watcher.stream().compacted(watcher, compacted.compactRevision());
                yield false;
            }
            case HistoryAnswer.Refused refused -> {
                watcher.stream().refused(watcher, refused.reason());
                yield false;
            }
        };
    }

    private synchronized boolean isSynced(Watcher watcher, long nextRevision, boolean sent) {
        watcher.nextRevision = nextRevision;
        watcher.sentSinceProgress |= sent;
        if (!watcher.stream().has(watcher)) {
            return true;
        }
        boolean caughtUp = nextRevision > deliveredTo;
        if (caughtUp) {
            sync(watcher);
            watcher.stream().synced();
        }
        return caughtUp;
    }

    /** Looks at this stream again when more has been delivered. */
    synchronized void awaitProgress(WatchStream stream) {
        awaitProgress.add(stream);
    }

    synchronized void answeredProgress(WatchStream stream) {
        awaitProgress.remove(stream);
    }

    private synchronized void answerProgress() {
        List.copyOf(awaitProgress).forEach(WatchStream::synced);
    }

    private synchronized void reportProgress() {
        if (System.nanoTime() - progressNanos < progressInterval.toNanos()) {
            return;
        }
        progressNanos = System.nanoTime();
        for (Watcher watcher : wantProgress) {
            if (watcher.synced && !watcher.sentSinceProgress && !watcher.isBeforeStart(deliveredTo)) {
                watcher.stream().progress(watcher.id(), deliveredTo);
            }
            watcher.sentSinceProgress = false;
        }
    }

    /** The newest revision that watchers have been told of, or could have been. */
    synchronized long deliveredTo() {
        return deliveredTo;
    }

    @Override
    public void close() {
        closed = true;
    }
}
