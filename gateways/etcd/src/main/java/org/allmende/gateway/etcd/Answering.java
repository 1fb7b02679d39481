package org.allmende.gateway.etcd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.allmende.coordination.CoordinationResult;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives one answer, or one error in etcd's words. */
public final class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private static final Unanswered UNANSWERED = new Unanswered("A request was not answered", System::nanoTime, LOG::warn);

    private Answering() {}

    /** Answers with what {@code work} comes to; it runs on the calling thread and may wait. */
    public static <T> void answer(StreamObserver<T> observer, Callable<T> work) {
        T answer;
        try {
            answer = work.call();
        } catch (Exception e) {
            observer.onError(error(e));
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    /** Answers when the change was applied or refused. */
    public static <R extends CoordinationResult, T> void answer(
            StreamObserver<T> observer, CompletableFuture<Written> written, Class<R> results, Function<R, T> answer) {
        var _ = written.whenComplete((outcome, failure) -> answer(observer, () -> {
            if (failure != null) {
                throw error(failure);
            }
            return answer.apply(result(outcome, results));
        }));
    }

    /** Waits until a change was applied. @throws StatusRuntimeException when it was not */
    public static <R extends CoordinationResult> R await(CompletableFuture<Written> written, Class<R> results) {
        try {
            return result(written.join(), results);
        } catch (CompletionException e) {
            throw error(e);
        }
    }

    private static <R extends CoordinationResult> R result(Written written, Class<R> results) {
        return switch (written) {
            case Written.Applied(CoordinationResult result) -> results.cast(result);
            case Written.Refused refused -> throw EtcdError.of(refused.reason());
        };
    }

    /** In etcd's words, where it has any. */
    public static StatusRuntimeException error(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException already -> already;
            case UnavailableException unavailable -> {
                UNANSWERED.add(unavailable);
                yield EtcdError.of(unavailable);
            }
            case CompletionException wrapped when wrapped.getCause() != null -> error(wrapped.getCause());
            case InterruptedException _ -> EtcdError.STOPPED.exception();
            default -> {
                LOG.warn("A request failed for a reason that is this gateway's own: please report it", failure);
                yield Status.INTERNAL
                        .withDescription("etcdserver: internal error: " + failure)
                        .asRuntimeException();
            }
        };
    }
}
