package org.allmende.gateway.etcd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.PutRequest;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritesTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Writes writes = new Writes(
            this::send, Schema.standard().codec(CoordinationOperation.class), executor);

    /** One transaction, answered when the test says so. */
    private record Sent(List<CoordinationOperation> operations, CompletableFuture<List<Written>> answer) {
        void applied() {
            answer.complete(operations.stream()
                    .<Written>map(_ -> new Written.Refused(CoordinationReason.EMPTY_KEY))
                    .toList());
        }
    }

    private CompletableFuture<List<Written>> send(List<CoordinationOperation> operations) {
        Sent one = new Sent(operations, new CompletableFuture<>());
        sent.add(one);
        return one.answer();
    }

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void theFirstTravelsAtOnceAndThoseAfterItTogether() {
        CompletableFuture<Written> first = writes.add(put("a", 1));
        assertThat(sent).as("nobody waits for company").hasSize(1);

        var _ = writes.add(put("b", 1));
        var _ = writes.add(put("c", 1));
        await().until(() -> sent.size() == 2);

        assertThat(sent.get(1).operations()).containsExactly(put("b", 1), put("c", 1));
        assertThat(first).isNotDone();
        sent.getFirst().applied();
        await().until(first::isDone);
    }

    @Test
    void theMoreAreUnderWayTheLongerOneWaitsForCompany() {
        long once = Writes.GATHER.toNanos();
        assertThat(Writes.gatherNanos(0)).isEqualTo(once);
        assertThat(Writes.gatherNanos(Writes.UNDER_WAY_FREE)).isEqualTo(once);
        assertThat(Writes.gatherNanos(2 * Writes.UNDER_WAY_FREE)).isEqualTo(2 * once);
        assertThat(Writes.gatherNanos(1_000)).as("but no longer than this").isEqualTo(Writes.GATHER_TIMES_MAX * once);
    }

    @Test
    void whatIsAnsweredIsNoLongerUnderWay() {
        for (int i = 0; i < 2 * Writes.UNDER_WAY_FREE; i++) {
            int number = i + 1;
            var _ = writes.add(put("k" + i, 1));
            await().until(() -> sent.size() == number);
        }
        assertThat(writes.underWay()).isEqualTo(2 * Writes.UNDER_WAY_FREE);
        sent.getFirst().applied();
        sent.get(1).answer().completeExceptionally(new UnavailableException(Cause.TIMED_OUT, "no answer: try again"));
        await().until(() -> writes.underWay() == 2 * Writes.UNDER_WAY_FREE - 2);
    }

    @Test
    void noTransactionHasMoreGroupsThanItMay() {
        var _ = writes.add(put("first", 1));
        List<CompletableFuture<Written>> answers = new ArrayList<>();
        for (int i = 0; i <= Limits.TRANSACTION_GROUPS_MAX; i++) {
            answers.add(writes.add(put("k" + i, 1)));
        }
        await().until(() -> sent.stream().mapToInt(each -> each.operations().size()).sum() == answers.size() + 1);
        assertThat(sent).allMatch(each -> each.operations().size() <= Limits.TRANSACTION_GROUPS_MAX);
        assertThat(inOrder()).startsWith(put("first", 1), put("k0", 1)).endsWith(put("k1024", 1));
        sent.forEach(Sent::applied);
        await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void noTransactionIsLargerThanItMay() {
        int half = Writes.BYTES_MAX / 2;
        var _ = writes.add(put("first", 1));
        for (int i = 0; i < 5; i++) {
            var _ = writes.add(put("k" + i, half - 100));
        }
        await().until(() -> inOrder().size() == 6);
        assertThat(sent.stream().skip(1).map(each -> each.operations().size())).allMatch(size -> size <= 2);
        assertThat(inOrder().stream().skip(1))
                .as("in the order in which they came")
                .extracting(each -> ((CoordinationOperation.Put) each).request().key().toText())
                .containsExactly("k0", "k1", "k2", "k3", "k4");
    }

    @Test
    void oneMoreThanMayWaitIsRefused() {
        for (int i = 0; i < Writes.WAITING_MAX; i++) {
            assertThat(writes.add(put("k" + i, 1))).isNotCompletedExceptionally();
        }
        assertThat(writes.add(put("one more", 1)))
                .isCompletedExceptionally()
                .satisfies(answer -> assertThat(why(answer)).isEqualTo(Cause.TOO_MANY));
        await().until(() -> inOrder().size() == Writes.WAITING_MAX);
        sent.getFirst().applied();
        await().until(() -> !writes.add(put("again", 1)).isCompletedExceptionally());
    }

    @Test
    void afterItsEndNothingIsTakenAndWhatWasIsAnswered() {
        CompletableFuture<Written> before = writes.add(put("a", 1));
        writes.close();
        assertThat(why(writes.add(put("b", 1)))).isEqualTo(Cause.CLOSED);
        sent.getFirst().applied();
        await().until(before::isDone);
    }

    @Test
    void whatASenderFailsWithIsEverybodysAnswer() {
        CompletableFuture<Written> answer = writes.add(put("a", 1));
        sent.getFirst().answer().completeExceptionally(new UnavailableException(Cause.TIMED_OUT, "no answer: try again"));
        await().until(answer::isDone);
        assertThat(why(answer)).isEqualTo(Cause.TIMED_OUT);
    }

    private static Cause why(CompletableFuture<Written> answer) {
        return ((UnavailableException) answer.exceptionNow()).why();
    }

    private List<CoordinationOperation> inOrder() {
        return sent.stream().flatMap(each -> each.operations().stream()).toList();
    }

    private static CoordinationOperation put(String key, int bytes) {
        return new CoordinationOperation.Put("default", PutRequest.of(Bytes.utf8(key), Bytes.wrap(new byte[bytes])));
    }
}
