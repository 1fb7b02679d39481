package org.allmende.gateway.etcd.differential;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc.WatchCreateRequest;
import org.allmende.etcd.protocol.Rpc.WatchCreateRequest.FilterType;
import org.allmende.etcd.protocol.Rpc.WatchResponse;

/** A watcher that both servers have, and what each of them told it. */
final class Watched {
    private final WatchLog theirs;
    private final WatchLog ours;
    private final long id;
    private final WatchCreateRequest request;

    /** Until it was seen to have caught up with the past it asked for, the two may be at different places. */
    boolean behind;

    /** @param revision when it was made */
    Watched(WatchLog theirs, WatchLog ours, long id, WatchCreateRequest request, long revision) {
        this.theirs = theirs;
        this.ours = ours;
        this.id = id;
        this.request = request;
        this.behind = request.getStartRevision() > 0 && request.getStartRevision() <= revision;
    }

    boolean isOf(WatchLog stream, long watchId) {
        return theirs == stream && id == watchId;
    }

    boolean isOn(WatchLog stream) {
        return theirs == stream;
    }

    /** A key whose changes it is told of. */
    ByteString key() {
        return request.getKey().isEmpty() ? ByteString.copyFrom(new byte[1]) : request.getKey();
    }

    boolean wants(Mvcc.Event.EventType type) {
        return !request.getFiltersList()
                .contains(type == Mvcc.Event.EventType.PUT ? FilterType.NOPUT : FilterType.NODELETE);
    }

    long startRevision() {
        return request.getStartRevision();
    }

    boolean isCanceled() {
        return isCanceled(theirs);
    }

    private boolean isCanceled(WatchLog log) {
        List<WatchResponse> all = log.of(id);
        return !all.isEmpty() && all.getLast().getCanceled();
    }

    /** Waits until both have told it of this revision or canceled it. @return who has not, if anybody */
    Optional<Difference> awaitRevision(long revision, Duration patience) {
        if (!WatchLog.awaitUntil(() -> has(theirs, revision), patience)) {
            return Optional.of(new Difference(
                    this + " waits for revision " + revision,
                    "it never came; " + theirs.failure() + theirs.of(id),
                    "not looked at"));
        }
        boolean came = WatchLog.awaitUntil(() -> has(ours, revision) || ours.failure().isPresent(), patience);
        return came && ours.failure().isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(
                        this + " waits for revision " + revision,
                        "" + theirs.of(id),
                        ours.failure() + " " + ours.of(id)));
    }

    private boolean has(WatchLog log, long revision) {
        return isCanceled(log)
                || log.of(id).stream()
                        .flatMap(response -> response.getEventsList().stream())
                        .anyMatch(event -> event.getKv().getModRevision() >= revision);
    }

    /** Of one server: all that was said under an id, the events joined, for how they are packed is its own affair. */
    static List<String> told(Side side, WatchLog log, long watchId) {
        return told(side, log, watchId, Set.of());
    }

    /** @param withoutDeletionsAt revisions whose deletions are left out */
    static List<String> told(Side side, WatchLog log, long watchId, Set<Long> withoutDeletionsAt) {
        List<String> told = new ArrayList<>();
        for (WatchResponse response : log.of(watchId)) {
            if (response.getEventsCount() == 0) {
                told.add(Step.text(side.numbers.comparable(response)));
            }
            for (Mvcc.Event event : response.getEventsList()) {
                boolean leftOut = event.getType() == Mvcc.Event.EventType.DELETE
                        && withoutDeletionsAt.contains(event.getKv().getModRevision());
                if (!leftOut) {
                    told.add(Step.text(side.numbers.comparable(event)));
                }
            }
        }
        return told;
    }

    /** What no server may do: split a revision, go back, or say it is at an older one than what it tells. */
    static Optional<String> unlawful(WatchLog log, long watchId) {
        long before = 0;
        for (WatchResponse response : log.of(watchId)) {
            before = response.getCreated() ? 0 : before;
            long last = before;
            for (Mvcc.Event event : response.getEventsList()) {
                long revision = event.getKv().getModRevision();
                if (revision <= before || revision < last || revision > response.getHeader().getRevision()) {
                    return Optional.of("against the order of revisions: " + Step.text(response));
                }
                last = revision;
            }
            before = last;
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "watcher " + id + " {" + Step.text(request) + "}";
    }
}
