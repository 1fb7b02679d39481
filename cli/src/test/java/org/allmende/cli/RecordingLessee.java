package org.allmende.cli;

import static com.google.protobuf.ByteString.copyFromUtf8;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.drills.history.LeaseEntry;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.Rpc;

/**
 * Has one lease after the other, with a key attached to it: keeps it alive some times, looks meanwhile whether it and
 * its key are still there, then waits until it has ended; and notes what it was told. After a failure it goes on at
 * another address. One thread.
 */
final class RecordingLessee {
    static final long TTL_SECONDS = 8;

    /** Shorter than leases live, so that one outlives a gateway that says nothing. */
    private static final long DEADLINE_SECONDS = 3;

    private final String name;
    private final List<Channel> gateways;
    private final int keptAliveTimes;
    private final List<LeaseEntry> recorded = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private int at;
    private long lease;
    private int keptAlive;
    private boolean attached;

    /** @param keptAliveTimes how often each lease is kept alive, before it is left alone */
    RecordingLessee(String name, List<? extends Channel> gateways, int first, int keptAliveTimes) {
        this.name = name;
        this.gateways = List.copyOf(gateways);
        this.at = first;
        this.keptAliveTimes = keptAliveTimes;
    }

    /** What was recorded so far, once the thread that did it is done. */
    List<LeaseEntry> recorded() {
        return recorded;
    }

    /** How many of its leases were seen to have ended so far. Any thread. */
    int ended() {
        return ended.get();
    }

    /** @return whether all of it was answered */
    boolean step() {
        int before = at;
        try {
            if (lease == 0) {
                grant();
            } else if (!attached) {
                attach();
            } else if (keptAlive < keptAliveTimes) {
                keepAlive();
                timeToLive();
            } else {
                look();
            }
        } catch (StatusRuntimeException e) {
            at++;
        }
        return at == before;
    }

    private void grant() {
        long sent = System.nanoTime();
        Rpc.LeaseGrantResponse granted = leases()
                .leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setTTL(TTL_SECONDS).build());
        lease = granted.getID();
        recorded.add(new LeaseEntry.Granted(lease, sent, System.nanoTime(), granted.getTTL()));
    }

    private void attach() {
        long sent = System.nanoTime();
        try {
            var _ = keys().put(Rpc.PutRequest.newBuilder().setKey(copyFromUtf8(key())).setLease(lease).build());
            attached = true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
            isGone(sent);
        }
    }

    private void keepAlive() {
        keptAlive++;
        long sent = System.nanoTime();
        try {
            long ttl = kept().join().getTTL();
            if (ttl > 0) {
                recorded.add(new LeaseEntry.KeptAlive(lease, sent, OptionalLong.of(System.nanoTime()), ttl));
            } else {
                isGone(sent);
            }
        } catch (CompletionException e) {
            recorded.add(new LeaseEntry.KeptAlive(lease, sent, OptionalLong.empty(), 0));
            at++;
        }
    }

    private CompletableFuture<Rpc.LeaseKeepAliveResponse> kept() {
        CompletableFuture<Rpc.LeaseKeepAliveResponse> answer = new CompletableFuture<>();
        StreamObserver<Rpc.LeaseKeepAliveRequest> requests = LeaseGrpc.newStub(gateway())
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .leaseKeepAlive(new StreamObserver<>() {
                    @Override
                    public void onNext(Rpc.LeaseKeepAliveResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new IllegalStateException("over, without an answer"));
                    }
                });
        requests.onNext(Rpc.LeaseKeepAliveRequest.newBuilder().setID(lease).build());
        requests.onCompleted();
        return answer;
    }

    private void timeToLive() {
        if (lease == 0) {
            return; // it has just been told that there is none
        }
        long sent = System.nanoTime();
        Rpc.LeaseTimeToLiveResponse told = leases()
                .leaseTimeToLive(Rpc.LeaseTimeToLiveRequest.newBuilder().setID(lease).setKeys(true).build());
        if (told.getTTL() < 0) {
            isGone(sent);
        } else if (!told.getKeysList().contains(copyFromUtf8(key()))) {
            recorded.add(new LeaseEntry.KeyGone(lease, key(), System.nanoTime()));
        }
    }

    /** Linearizable: it cannot be told of a key that is not there any more, nor miss one that is. */
    private void look() {
        Rpc.RangeResponse told =
                keys().range(Rpc.RangeRequest.newBuilder().setKey(copyFromUtf8(key())).build());
        if (told.getCount() == 0) {
            recorded.add(new LeaseEntry.KeyGone(lease, key(), System.nanoTime()));
            next();
        }
    }

    /** Whatever was asked: to be told that there is no such lease is what a keepalive with nothing left tells. */
    private void isGone(long sent) {
        recorded.add(new LeaseEntry.KeptAlive(lease, sent, OptionalLong.of(System.nanoTime()), 0));
        next();
    }

    private void next() {
        lease = 0;
        keptAlive = 0;
        attached = false;
        ended.incrementAndGet();
    }

    private String key() {
        return "leased-" + name + "-" + Long.toHexString(lease);
    }

    private Channel gateway() {
        return gateways.get(at % gateways.size());
    }

    private LeaseGrpc.LeaseBlockingStub leases() {
        return LeaseGrpc.newBlockingStub(gateway()).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private KVGrpc.KVBlockingStub keys() {
        return KVGrpc.newBlockingStub(gateway()).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
