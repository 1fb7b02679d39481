package org.allmende.gateway.etcd.watch;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.KeyRange;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.jspecify.annotations.Nullable;

/** Watches keys for somebody in this process. One thread takes what happened, any thread may end it. */
public final class Following implements Recipient, AutoCloseable {
    /** Portions of events that wait to be taken; who takes them more slowly reads the history instead. */
    static final int WAITING_MAX = 100;

    private final Watchers all;
    private final Set<Following> open;

    /** Guarded by all watchers, whose lock is always taken first. */
    private final Set<Watcher> watchers = new HashSet<>();

    private final Queue<List<Mvcc.Event>> waiting = new ArrayDeque<>();
    private boolean compacted;
    private @Nullable RuntimeException end;

    /** @param open those that are not closed yet */
    Following(Watchers all, Set<Following> open) {
        this.all = all;
        this.open = open;
        open.add(this);
    }

    /** Begins to follow one more range; those of one revision come together, but for each range alone. */
    void add(KeyRange range, boolean deletionsOnly, long fromRevision) {
        Watcher.Wish wish = new Watcher.Wish(range, deletionsOnly, false, false, false, false);
        synchronized (all) {
            Watcher watcher = new Watcher(this, watchers.size(), wish, 0, fromRevision);
            watchers.add(watcher);
            all.add(watcher, () -> {});
        }
    }

    /**
     * Waits for what happened next.
     *
     * @return events in the order of their revisions; empty: what comes next has been compacted, and no more will come
     * @throws RuntimeException what it was ended with
     */
    public synchronized Optional<List<Mvcc.Event>> take() throws InterruptedException {
        while (waiting.isEmpty() && !compacted && end == null) {
            wait();
        }
        if (end != null) {
            throw end;
        }
        notifyAll();
        return Optional.ofNullable(waiting.poll());
    }

    /** Whoever takes, now or later, is thrown this; the first one counts. */
    public synchronized void end(RuntimeException reason) {
        if (end == null) {
            end = reason;
            notifyAll();
        }
    }

    @Override
    public synchronized boolean isReady() {
        return waiting.size() < WAITING_MAX;
    }

    @Override
    public synchronized boolean awaitReady() throws InterruptedException {
        while (end == null && !isReady()) {
            wait();
        }
        return end == null;
    }

    @Override
    public void send(Watcher watcher, long revision, List<Mvcc.Event> events) {
        synchronized (all) {
            if (has(watcher)) {
                synchronized (this) {
                    waiting.add(events);
                    notifyAll();
                }
            }
        }
    }

    @Override
    public void compacted(Watcher watcher, long compactRevision) {
        drop(watcher);
        synchronized (this) {
            compacted = true;
            notifyAll();
        }
    }

    @Override
    public void refused(Watcher watcher, CoordinationReason reason) {
        drop(watcher);
        end(EtcdError.of(reason));
    }

    private void drop(Watcher watcher) {
        synchronized (all) {
            watchers.remove(watcher);
            all.remove(watcher);
        }
    }

    @Override
    public boolean has(Watcher watcher) {
        return watchers.contains(watcher);
    }

    @Override
    public void synced() {}

    @Override
    public void progress(long id, long revision) {}

    @Override
    public void fail(Throwable failure) {
        end(Answering.error(failure));
    }

    @Override
    public void close() {
        synchronized (all) {
            watchers.forEach(all::remove);
            watchers.clear();
        }
        end(EtcdError.STOPPED.exception());
        open.remove(this);
    }
}
