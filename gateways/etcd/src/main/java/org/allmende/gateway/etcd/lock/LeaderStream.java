package org.allmende.gateway.etcd.lock;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.etcd.protocol.Electionpb.LeaderResponse;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.kv.Responses;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.watch.Following;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client who leads, and what each leader proclaims, from now on. etcd's may leave a leader out that did not
 * stay long; this one follows the history, and does not. It ends, as etcd's does, when what the client has not seen yet
 * has been compacted.
 */
final class LeaderStream implements Runnable {
    private final Store store;
    private final Headers headers;
    private final Bytes name;
    private final Following changes;
    private final ServerCallStreamObserver<LeaderResponse> observer;

    /** The key of who leads; null: nobody does. */
    private @Nullable ByteString leader;

    /** Up to this revision, who leads is already known. */
    private long knownTo;

    /** @param changes of all keys of the line, from no later than now; closed with the stream */
    LeaderStream(
            Store store,
            Headers headers,
            Bytes name,
            Following changes,
            ServerCallStreamObserver<LeaderResponse> observer) {
        this.store = store;
        this.headers = headers;
        this.name = name;
        this.changes = changes;
        this.observer = observer;
        observer.setOnReadyHandler(this::wakeUp);
        observer.setOnCancelHandler(() -> {
            changes.end(Status.CANCELLED.asRuntimeException());
            wakeUp();
        });
    }

    /** Tells until the client, what it has not seen, or this gateway is gone. Waits. */
    @Override
    public void run() {
        try (changes) {
            Reading reading = store.linearizable();
            lead(reading.revision(), Line.find(reading, Line.first(name)));
            Optional<List<Mvcc.Event>> events = changes.take();
            while (events.isPresent()) {
                for (Mvcc.Event event : events.get()) {
                    follow(event);
                }
                events = changes.take();
            }
            observer.onCompleted();
        } catch (Exception e) {
            observer.onError(Refusal.of(Answering.error(e)));
        }
    }

    private void follow(Mvcc.Event event) throws InterruptedException {
        Mvcc.KeyValue keyValue = event.getKv();
        if (keyValue.getModRevision() <= knownTo) {
            return;
        }
        boolean isLeader = keyValue.getKey().equals(leader);
        if (event.getType() == Mvcc.Event.EventType.DELETE) {
            if (isLeader) {
                succeed(keyValue.getModRevision());
            }
        } else if (isLeader || leader == null) {
            leader = keyValue.getKey();
            tell(keyValue.getModRevision(), keyValue);
        }
    }

    /** Who came after the leader whose key was deleted then; when that is compacted already, who leads now. */
    private void succeed(long revision) throws InterruptedException {
        Reading reading = store.local();
        RangeRequest first = Line.first(name);
        switch (reading.range(first.withRevision(revision))) {
            case RangeAnswer.Found found -> lead(revision, found.result().keyValues().stream().findFirst());
            case RangeAnswer.Refused _ -> lead(reading.revision(), Line.find(reading, first));
        }
    }

    private void lead(long revision, Optional<KeyValue> first) throws InterruptedException {
        knownTo = revision;
        leader = first.map(keyValue -> Responses.bytes(keyValue.key())).orElse(null);
        if (first.isPresent()) {
            tell(revision, Responses.keyValue(first.get()));
        }
    }

    private void tell(long revision, Mvcc.KeyValue keyValue) throws InterruptedException {
        awaitReady();
        observer.onNext(LeaderResponse.newBuilder()
                .setHeader(headers.at(revision))
                .setKv(keyValue)
                .build());
    }

    private synchronized void awaitReady() throws InterruptedException {
        while (!observer.isReady() && !observer.isCancelled()) {
            wait();
        }
    }

    private synchronized void wakeUp() {
        notifyAll();
    }
}
