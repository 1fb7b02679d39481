package org.allmende.cli;

import static com.google.protobuf.ByteString.copyFromUtf8;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.allmende.drills.history.Watch;
import org.allmende.drills.history.WatchEvent;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.WatchGrpc;

/** Watches a prefix, notes what it is told, and goes on at another address when its stream ends. Any thread. */
final class RecordingWatcher {
    private final String name;
    private final List<Channel> gateways;
    private final String from;
    private final String to;
    private final List<Watch.Received> received = new ArrayList<>();
    private final long startRevision;
    private long next;
    private int at;
    private boolean ended;

    /** @param to the first key that is not watched any more */
    RecordingWatcher(String name, List<Channel> gateways, int first, String from, String to, long startRevision) {
        this.name = name;
        this.gateways = gateways;
        this.at = first;
        this.from = from;
        this.to = to;
        this.startRevision = startRevision;
        this.next = startRevision;
    }

    synchronized void open() {
        StreamObserver<Rpc.WatchRequest> requests = WatchGrpc.newStub(gateways.get(at % gateways.size()))
                .watch(new StreamObserver<>() {
                    @Override
                    public void onNext(Rpc.WatchResponse response) {
                        told(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        again();
                    }

                    @Override
                    public void onCompleted() {
                        again();
                    }
                });
        requests.onNext(Rpc.WatchRequest.newBuilder()
                .setCreateRequest(Rpc.WatchCreateRequest.newBuilder()
                        .setKey(copyFromUtf8(from))
                        .setRangeEnd(copyFromUtf8(to))
                        .setStartRevision(next)
                        .setPrevKv(true))
                .build());
    }

    private synchronized void told(Rpc.WatchResponse response) {
        if (response.getEventsCount() == 0) {
            return;
        }
        List<WatchEvent> events = response.getEventsList().stream().map(RecordingWatcher::event).toList();
        received.add(new Watch.Received.Response(response.getHeader().getRevision(), events, false));
        next = 1 + events.getLast().pair().modRevision();
    }

    private void again() {
        synchronized (this) {
            if (ended) {
                return;
            }
            at++;
            received.add(new Watch.Received.Reconnected(next));
        }
        open();
    }

    private static WatchEvent event(Mvcc.Event event) {
        String key = event.getKv().getKey().toStringUtf8();
        WatchEvent told = event.getType() == Mvcc.Event.EventType.DELETE
                ? WatchEvent.delete(key, event.getKv().getModRevision())
                : WatchEvent.put(
                        key,
                        event.getKv().getValue().toStringUtf8(),
                        event.getKv().getModRevision(),
                        event.getKv().getCreateRevision(),
                        event.getKv().getVersion());
        return event.hasPrevKv()
                ? told.after(new WatchEvent.Pair(
                        key,
                        event.getPrevKv().getValue().toStringUtf8(),
                        event.getPrevKv().getModRevision(),
                        event.getPrevKv().getCreateRevision(),
                        event.getPrevKv().getVersion()))
                : told;
    }

    /** Whether it was told of this revision, or a later one. */
    synchronized boolean hasSeen(long revision) {
        return next > revision;
    }

    synchronized Watch end() {
        ended = true;
        return new Watch(name, new Watch.Range(from, to), Set.of(), true, startRevision, received);
    }

    /** Every change it was told of. */
    synchronized List<WatchEvent> events() {
        List<WatchEvent> events = new ArrayList<>();
        for (Watch.Received each : received) {
            if (each instanceof Watch.Received.Response response) {
                events.addAll(response.events());
            }
        }
        return events;
    }
}
