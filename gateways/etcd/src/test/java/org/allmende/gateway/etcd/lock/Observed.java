package org.allmende.gateway.etcd.lock;

import static org.awaitility.Awaitility.await;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.allmende.etcd.protocol.Electionpb.LeaderResponse;
import org.jspecify.annotations.Nullable;

/** What a client that observes an election is told. */
final class Observed implements StreamObserver<LeaderResponse> {
    private final List<LeaderResponse> answers = new CopyOnWriteArrayList<>();
    private volatile @Nullable String end;

    @Override
    public void onNext(LeaderResponse answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable error) {
        end = String.valueOf(error.getMessage());
    }

    @Override
    public void onCompleted() {
        end = "completed";
    }

    /** How it ended; null: it has not. */
    @Nullable String end() {
        return end;
    }

    /** Who led, and with what value: {@code key=value}. */
    List<String> leaders() {
        return answers.stream()
                .map(answer -> answer.getKv().getKey().toStringUtf8() + "="
                        + answer.getKv().getValue().toStringUtf8())
                .toList();
    }

    List<LeaderResponse> answers() {
        return List.copyOf(answers);
    }

    void awaitAnswers(int count) {
        await().atMost(Contest.PATIENCE).until(() -> answers.size() >= count);
    }
}
