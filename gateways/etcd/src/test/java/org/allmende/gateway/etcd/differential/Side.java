package org.allmende.gateway.etcd.differential;

import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.Rpc;

/** One of the two servers, as a client sees it. */
final class Side {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final Numbers numbers = new Numbers();
    private final Channel channel;
    private final Map<Integer, WatchLog> watches = new HashMap<>();
    private final BlockingQueue<Answer> keptAlive = new LinkedBlockingQueue<>();
    private StreamObserver<Rpc.LeaseKeepAliveRequest> keepAlives;

    Side(Channel channel) {
        this.channel = channel;
        keepAlives = openKeepAlives();
    }

    /** Asks, and waits for the answer, which is returned as it came. */
    Answer ask(Message request, long revision, long compacted) {
        try {
            Message answer = send(numbers.filledIn(request, revision, compacted));
            numbers.learn(request, answer);
            return new Answer.Given(answer);
        } catch (StatusRuntimeException e) {
            return failed(e);
        }
    }

    private static Answer failed(Throwable error) {
        Status status = Status.fromThrowable(error);
        return new Answer.Failed(status.getCode(), String.valueOf(status.getDescription()));
    }

    private Message send(Message request) {
        KVGrpc.KVBlockingStub kv =
                KVGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        LeaseGrpc.LeaseBlockingStub lease =
                LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return switch (request) {
            case Rpc.RangeRequest range -> kv.range(range);
            case Rpc.PutRequest put -> kv.put(put);
            case Rpc.DeleteRangeRequest delete -> kv.deleteRange(delete);
            case Rpc.TxnRequest txn -> kv.txn(txn);
            case Rpc.CompactionRequest compact -> kv.compact(compact);
            case Rpc.LeaseGrantRequest grant -> lease.leaseGrant(grant);
            case Rpc.LeaseRevokeRequest revoke -> lease.leaseRevoke(revoke);
            case Rpc.LeaseTimeToLiveRequest timeToLive -> lease.leaseTimeToLive(timeToLive);
            case Rpc.LeaseLeasesRequest leases -> lease.leaseLeases(leases);
            case Rpc.LeaseKeepAliveRequest keepAlive -> keepAlive(keepAlive);
            default -> throw new IllegalArgumentException("nobody takes a " + request.getDescriptorForType().getName());
        };
    }

    private Message keepAlive(Rpc.LeaseKeepAliveRequest request) {
        keepAlives.onNext(request);
        Answer answer;
        try {
            answer = keptAlive.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return switch (answer) {
            case Answer.Given(Message message) -> message;
            case Answer.Failed(Status.Code code, String text) -> {
                keepAlives = openKeepAlives();
                throw code.toStatus().withDescription(text).asRuntimeException();
            }
            case null ->
                throw Status.DEADLINE_EXCEEDED.withDescription("no keepalive").asRuntimeException();
        };
    }

    private StreamObserver<Rpc.LeaseKeepAliveRequest> openKeepAlives() {
        return LeaseGrpc.newStub(channel).leaseKeepAlive(new StreamObserver<>() {
            @Override
            public void onNext(Rpc.LeaseKeepAliveResponse response) {
                keptAlive.add(new Answer.Given(response));
            }

            @Override
            public void onError(Throwable error) {
                keptAlive.add(failed(error));
            }

            @Override
            public void onCompleted() {}
        });
    }

    /** The stream of watches of this number, opened when first asked for. */
    WatchLog watches(int stream) {
        return watches.computeIfAbsent(stream, _ -> new WatchLog(channel));
    }

    Map<Integer, WatchLog> allWatches() {
        return Map.copyOf(watches);
    }

    /** As text that is the same on both sides when they said the same. */
    String comparable(Answer answer) {
        return switch (answer) {
            case Answer.Given(Message message) -> new Answer.Given(numbers.comparable(message)).toString();
            case Answer.Failed failed -> failed.toString();
        };
    }
}
