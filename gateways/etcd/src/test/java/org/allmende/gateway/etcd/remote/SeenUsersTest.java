package org.allmende.gateway.etcd.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.AuthAnswer;
import org.allmende.coordination.AuthReading;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes are asked for users as seldom as may be, and never give what was so before a change that was answered. */
class SeenUsersTest {
    private static final At AT = new At(10, 1_000, 3, 0);

    private final BlockingQueue<CompletableFuture<AuthReading>> asked = new LinkedBlockingQueue<>();
    private final SeenUsers users = new SeenUsers(_ -> {
        CompletableFuture<AuthReading> answer = new CompletableFuture<>();
        asked.add(answer);
        try {
            return answer.get();
        } catch (Exception e) {
            throw new UnavailableException(Cause.TIMED_OUT, "nobody answers");
        }
    });
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.shutdownNow();
    }

    private static AuthReading atRevision(long revision) {
        return new AuthAnswer.Found(10, true, revision, 1, List.of(), List.of());
    }

    private Future<Long> revision() {
        return callers.submit(() -> users.at(AT).revision());
    }

    @Test
    void whoAsksMeanwhileHasTheSameAnswer() throws Exception {
        List<Future<Long>> all = new ArrayList<>(List.of(revision()));
        CompletableFuture<AuthReading> first = asked.take();
        for (int i = 0; i < 20; i++) {
            all.add(revision());
        }
        first.complete(atRevision(4));

        for (Future<Long> each : all) {
            assertThat(each.get()).isEqualTo(4);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void whatWasAskedBeforeAChangeIsNotKeptAfterIt() throws Exception {
        Future<Long> before = revision();
        CompletableFuture<AuthReading> old = asked.take();
        users.forget();
        Future<Long> after = revision();
        CompletableFuture<AuthReading> now = asked.take();

        now.complete(atRevision(5));
        assertThat(after.get()).isEqualTo(5);
        old.complete(atRevision(4));
        assertThat(before.get()).isEqualTo(4);

        assertThat(revision().get()).isEqualTo(5);
    }

    @Test
    void afterAFailureTheyAreAskedAgain() throws Exception {
        Future<Long> failing = revision();
        asked.take().completeExceptionally(new IllegalStateException("no"));
        assertThatThrownBy(failing::get).hasCauseInstanceOf(UnavailableException.class);

        Future<Long> next = revision();
        asked.take().complete(atRevision(6));
        assertThat(next.get()).isEqualTo(6);
    }

    @Test
    void afterTheirAgeTheyAreAskedAgain() throws Exception {
        Future<Long> first = revision();
        asked.take().complete(atRevision(7));
        assertThat(first.get()).isEqualTo(7);

        List<Future<Long>> later = new ArrayList<>();
        await().atMost(SeenUsers.AGE_MAX.multipliedBy(60)).until(() -> {
            later.add(revision());
            return !asked.isEmpty();
        });
        asked.take().complete(atRevision(8));
        assertThat(later.getLast().get()).isEqualTo(8);
    }
}
