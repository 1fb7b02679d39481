package org.allmende.gateway.etcd.differential;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.WatchResponse;
import org.allmende.etcd.protocol.WatchGrpc;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One stream of watches to one server, and all that came on it. */
final class WatchLog implements StreamObserver<WatchResponse> {
    private final List<WatchResponse> responses = new ArrayList<>();
    private final StreamObserver<Rpc.WatchRequest> requests;
    private Optional<Throwable> failure = Optional.empty();

    WatchLog(Channel channel) {
        requests = WatchGrpc.newStub(channel).watch(this);
    }

    void send(Rpc.WatchRequest request) {
        requests.onNext(request);
    }

    @Override
    public synchronized void onNext(WatchResponse response) {
        responses.add(response);
    }

    @Override
    public synchronized void onError(Throwable error) {
        failure = Optional.of(error);
    }

    @Override
    public synchronized void onCompleted() {
        failure = Optional.of(new IllegalStateException("the server ended the stream"));
    }

    synchronized List<WatchResponse> all() {
        return List.copyOf(responses);
    }

    /** Why the stream has ended, if it has. */
    synchronized Optional<Throwable> failure() {
        return failure;
    }

    List<WatchResponse> of(long watchId) {
        return all().stream().filter(each -> each.getWatchId() == watchId).toList();
    }

    long count(Predicate<WatchResponse> wanted) {
        return all().stream().filter(wanted).count();
    }

    /** Waits for the response after so many of its kind; empty: none came in time. */
    Optional<WatchResponse> await(Predicate<WatchResponse> wanted, long after, Duration patience) {
        awaitUntil(() -> count(wanted) > after || failure().isPresent(), patience);
        return all().stream().filter(wanted).skip(after).findFirst();
    }

    /** @return whether it came to that in time */
    static boolean awaitUntil(Callable<Boolean> condition, Duration patience) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(patience)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }
}
