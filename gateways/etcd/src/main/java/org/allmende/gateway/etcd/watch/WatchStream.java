package org.allmende.gateway.etcd.watch;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.KeyRange;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.WatchCreateRequest;
import org.allmende.etcd.protocol.Rpc.WatchResponse;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.kv.Requests;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.ledger.encoding.Bytes;

/**
 * One client's stream, which many watchers may share. What is sent is guarded by the stream; who is on it is guarded by the
 * {@link Watchers}, whose lock is always taken first.
 */
final class WatchStream implements StreamObserver<Rpc.WatchRequest>, Recipient {
    /** What etcd answers with where there is no watcher. */
    private static final long NO_WATCHER = -1;

    /** Watchers of one stream. */
    static final int WATCHERS_MAX = 100_000;

    private static final Bytes ZERO = Bytes.of((byte) 0);

    private final Store store;
    private final Headers headers;
    private final Guard guard;
    private final Watchers all;
    private final ServerCallStreamObserver<WatchResponse> observer;
    private final Map<Long, Watcher> watchers = new HashMap<>();

    /** Ids of watchers that ended because of a compaction: etcd keeps them taken until the client cancels them. */
    private final Set<Long> compacted = new HashSet<>();

    private long nextId;
    private boolean progressAsked;
    private long progressFrom;
    private boolean ended;

    WatchStream(
            Store store,
            Headers headers,
            Guard guard,
            Watchers all,
            ServerCallStreamObserver<WatchResponse> observer) {
        this.store = store;
        this.guard = guard;
        this.headers = headers;
        this.all = all;
        this.observer = observer;
        observer.setOnReadyHandler(this::wakeUp);
        observer.setOnCancelHandler(this::end);
    }

    @Override
    public void onNext(Rpc.WatchRequest request) {
        switch (request.getRequestUnionCase()) {
            case CREATE_REQUEST -> create(request.getCreateRequest());
            case CANCEL_REQUEST -> cancel(request.getCancelRequest().getWatchId());
            case PROGRESS_REQUEST -> progressAsked();
            // etcd passes over what it does not know.
            case REQUESTUNION_NOT_SET -> {}
        }
    }

    private void progressAsked() {
        synchronized (all) {
            // etcd since #20229 says nothing for one that waits for a revision to come, nor where nobody watches.
            long revision = all.deliveredTo();
            if (watchers.isEmpty() || watchers.values().stream().anyMatch(watcher -> watcher.isBeforeStart(revision))) {
                return;
            }
            progressAsked = true;
            // Not of less than what the client has been answered: the watchers may not have been told of that yet.
            progressFrom = store.local().revision();
            all.awaitProgress(this);
            synced();
        }
    }

    private void create(WatchCreateRequest request) {
        long revision = store.local().revision();
        Watcher.Wish wish = wish(request);
        Optional<String> denied = guard.watchRefusal(wish.range());
        if (denied.isPresent()) {
            refuse(revision, request.getWatchId(), denied.get());
            return;
        }
        synchronized (all) {
            Refusal refusal = refusal(request, wish.range());
            if (refusal != null) {
                refuse(revision, NO_WATCHER, refusal.text());
                return;
            }
            long id = request.getWatchId() != 0 ? request.getWatchId() : freeId();
            long from = request.getStartRevision() > 0 ? request.getStartRevision() : revision + 1;
            Watcher watcher = new Watcher(this, id, wish, request.getStartRevision(), from);
            watchers.put(id, watcher);
            all.add(watcher, () -> send(WatchResponse.newBuilder()
                    .setHeader(headers.at(revision))
                    .setWatchId(id)
                    .setCreated(true)));
        }
    }

    private void refuse(long revision, long id, String reason) {
        send(WatchResponse.newBuilder()
                .setHeader(headers.at(revision))
                .setWatchId(id)
                .setCreated(true)
                .setCanceled(true)
                .setCancelReason(reason));
    }

    /** Why etcd makes no watcher, in its words, which are not those of an error. */
    private enum Refusal {
        /** As etcd does since its #20693: before, one such watcher made others miss events. */
        BELOW_ZERO(EtcdError.COMPACTED.text()),
        EMPTY_RANGE("mvcc: watcher range is empty"),
        DUPLICATE_ID("mvcc: duplicate watch ID provided on the WatchStream"),
        KEY_TOO_LARGE("etcdserver: " + CoordinationReason.KEY_TOO_LARGE.advice()),
        TOO_MANY("etcdserver: a stream has at most " + WATCHERS_MAX + " watchers; open another one");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    @SuppressWarnings("NullAway") // null is no refusal; an Optional of an enum reads no better
    private Refusal refusal(WatchCreateRequest request, KeyRange range) {
        if (request.getStartRevision() < 0) {
            return Refusal.BELOW_ZERO;
        }
        boolean isRange = !range.rangeEnd().isEmpty() && !range.rangeEnd().equals(ZERO);
        if (isRange && range.key().compareTo(range.rangeEnd()) >= 0) {
            return Refusal.EMPTY_RANGE;
        }
        if (Math.max(range.key().length(), range.rangeEnd().length()) > CoordinationLimits.BOUND_BYTES_MAX) {
            return Refusal.KEY_TOO_LARGE;
        }
        if (request.getWatchId() != 0 && isTaken(request.getWatchId())) {
            return Refusal.DUPLICATE_ID;
        }
        return watchers.size() + compacted.size() >= WATCHERS_MAX ? Refusal.TOO_MANY : null;
    }

    private boolean isTaken(long id) {
        return watchers.containsKey(id) || compacted.contains(id);
    }

    private long freeId() {
        while (isTaken(nextId)) {
            nextId++;
        }
        return nextId++;
    }

    private static Watcher.Wish wish(WatchCreateRequest request) {
        Bytes key = request.getKey().isEmpty() ? ZERO : Requests.bytes(request.getKey());
        return new Watcher.Wish(
                new KeyRange(key, Requests.bytes(request.getRangeEnd())),
                request.getFiltersList().contains(WatchCreateRequest.FilterType.NOPUT),
                request.getFiltersList().contains(WatchCreateRequest.FilterType.NODELETE),
                request.getPrevKv(),
                request.getProgressNotify(),
                request.getFragment());
    }

    private void cancel(long id) {
        synchronized (all) {
            Watcher watcher = watchers.remove(id);
            if (watcher != null) {
                all.remove(watcher);
            }
            if (watcher != null || compacted.remove(id)) {
                send(WatchResponse.newBuilder().setHeader(headers.now()).setWatchId(id).setCanceled(true));
            }
        }
    }

    /** What a watcher wanted up to a revision; in several answers where it allows that and they are large. */
    @Override
    public void send(Watcher watcher, long revision, List<Mvcc.Event> events) {
        if (!watcher.wish().fragment()) {
            sendIfThere(watcher, answer(watcher, revision).addAllEvents(events));
            return;
        }
        List<List<Mvcc.Event>> fragments = Fragments.of(events);
        for (int i = 0; i < fragments.size(); i++) {
            sendIfThere(
                    watcher,
                    answer(watcher, revision)
                            .addAllEvents(fragments.get(i))
                            .setFragment(i < fragments.size() - 1));
        }
    }

    private WatchResponse.Builder answer(Watcher watcher, long revision) {
        return WatchResponse.newBuilder().setHeader(headers.at(revision)).setWatchId(watcher.id());
    }

    /** The past it asked for is gone; etcd's answer has no revision. */
    @Override
    public void compacted(Watcher watcher, long compactRevision) {
        synchronized (all) {
            if (has(watcher)) {
                send(answer(watcher, 0).setCanceled(true).setCompactRevision(compactRevision));
                drop(watcher);
                compacted.add(watcher.id());
            }
        }
    }

    @Override
    public void refused(Watcher watcher, CoordinationReason reason) {
        synchronized (all) {
            sendIfThere(
                    watcher,
                    answer(watcher, 0)
                            .setCanceled(true)
                            .setCancelReason(String.valueOf(EtcdError.of(reason).getStatus().getDescription())));
            drop(watcher);
        }
    }

    private void drop(Watcher watcher) {
        if (watchers.remove(watcher.id(), watcher)) {
            all.remove(watcher);
        }
    }

    /** A watcher has seen everything; if all have, and it was asked, they are told up to where. */
    @Override
    public void synced() {
        synchronized (all) {
            if (progressAsked && !watchers.isEmpty() && all.deliveredTo() >= progressFrom) {
                all.progress(new HashSet<>(watchers.values()), revision -> {
                    progressAsked = false;
                    all.answeredProgress(this);
                    progress(NO_WATCHER, revision);
                });
            }
        }
    }

    @Override
    public void progress(long id, long revision) {
        send(WatchResponse.newBuilder().setHeader(headers.at(revision)).setWatchId(id));
    }

    /** Under the lock of all watchers. */
    @Override
    public boolean has(Watcher watcher) {
        return watchers.get(watcher.id()) == watcher;
    }

    private void sendIfThere(Watcher watcher, WatchResponse.Builder response) {
        synchronized (all) {
            if (has(watcher)) {
                send(response);
            }
        }
    }

    private synchronized void send(WatchResponse.Builder response) {
        if (!ended) {
            observer.onNext(response.build());
        }
    }

    @Override
    public boolean isReady() {
        return observer.isReady();
    }

    private synchronized void wakeUp() {
        notifyAll();
    }

    /** Waits until the client can take more. @return false when there is no client any more */
    @Override
    public synchronized boolean awaitReady() throws InterruptedException {
        while (!ended && !observer.isReady()) {
            wait();
        }
        return !ended;
    }

    @Override
    public void onError(Throwable cancelled) {
        end();
    }

    /** etcd goes on sending to a client that has said all it will. */
    @Override
    public void onCompleted() {}

    /** The gateway cannot go on; the client asks again from where it was. */
    @Override
    public void fail(Throwable failure) {
        synchronized (this) {
            if (!ended) {
                observer.onError(Answering.error(failure));
            }
        }
        end();
    }

    private void end() {
        synchronized (all) {
            new ArrayList<>(watchers.values()).forEach(this::drop);
            all.answeredProgress(this);
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }
}
