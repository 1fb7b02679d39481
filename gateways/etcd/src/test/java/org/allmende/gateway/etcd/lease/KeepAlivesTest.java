package org.allmende.gateway.etcd.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationResult.Renewed;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.Written;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAlivesTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Renewal> renewals = new CopyOnWriteArrayList<>();
    private final KeepAlives keepAlives = new KeepAlives("default", this::write, executor);

    /** One renewal, answered when the test says so: every lease has as many seconds as its id. */
    private record Renewal(List<Long> leases, CompletableFuture<Written> answer) {
        void applied() {
            answer.complete(new Written.Applied(new Renewed(7, leases)));
        }
    }

    private CompletableFuture<Written> write(CoordinationOperation operation) {
        Renewal one = new Renewal(((RenewLeases) operation).leases(), new CompletableFuture<>());
        renewals.add(one);
        return one.answer();
    }

    /** Remembers what it was told. */
    private static final class Listener implements KeepAlives.Stream {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void answer(long lease, long revision, long ttlSeconds) {
            told.add(lease + ":" + ttlSeconds);
        }

        @Override
        public void fail(Throwable failure) {
            told.add(Answering.error(failure).getStatus().getCode().name());
        }
    }

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void whatIsAskedTogetherIsOneRenewalAndAnsweredOnlyAfterIt() {
        Listener one = new Listener();
        Listener other = new Listener();
        keepAlives.ask(one, 3);
        keepAlives.ask(other, 5);
        keepAlives.ask(other, 3);
        await().until(() -> renewals.size() == 1);

        assertThat(renewals.getFirst().leases()).as("each lease once").containsExactly(3L, 5L);
        assertThat(one.told).as("not before it was applied").isEmpty();
        renewals.getFirst().applied();
        assertThat(one.told).containsExactly("3:3");
        assertThat(other.told).containsExactlyInAnyOrder("5:5", "3:3");
    }

    @Test
    void aStreamIsNeverInTwoRenewalsAtOnce() {
        Listener slow = new Listener();
        Listener other = new Listener();
        keepAlives.ask(slow, 1);
        await().until(() -> renewals.size() == 1);
        keepAlives.ask(slow, 2);
        keepAlives.ask(other, 9);
        await().until(() -> renewals.size() == 2);

        assertThat(renewals.get(1).leases()).as("who has nothing under way goes on").containsExactly(9L);
        renewals.getFirst().applied();
        await().until(() -> renewals.size() == 3);
        assertThat(renewals.get(2).leases()).containsExactly(2L);
        renewals.get(2).applied();
        assertThat(slow.told).containsExactly("1:1", "2:2");
    }

    @Test
    void moreLeasesThanOneOperationRenewsAreSeveral() {
        Listener stream = new Listener();
        for (long lease = 1; lease <= CoordinationLimits.LEASES_RENEWED_MAX + 1; lease++) {
            keepAlives.ask(stream, lease);
        }
        await().until(() -> renewals.stream().mapToInt(each -> each.leases().size()).sum()
                == CoordinationLimits.LEASES_RENEWED_MAX + 1);
        assertThat(renewals).allMatch(each -> each.leases().size() <= CoordinationLimits.LEASES_RENEWED_MAX);
        renewals.forEach(Renewal::applied);
        assertThat(stream.told).hasSize(CoordinationLimits.LEASES_RENEWED_MAX + 1);
    }

    @Test
    void whatFailedIsToldAndDoesNotHoldUpWhatComes() {
        Listener stream = new Listener();
        keepAlives.ask(stream, 1);
        await().until(() -> renewals.size() == 1);
        renewals.getFirst()
                .answer()
                .completeExceptionally(new UnavailableException(UnavailableException.Cause.TIMED_OUT, "try again"));
        assertThat(stream.told).containsExactly(Status.Code.UNAVAILABLE.name());

        keepAlives.ask(stream, 2);
        await().until(() -> renewals.size() == 2);
    }

    @Test
    void oneMoreThanMayWaitIsRefused() {
        Listener stream = new Listener();
        Listener late = new Listener();
        for (int i = 0; i < KeepAlives.WAITING_MAX; i++) {
            keepAlives.ask(stream, 1);
        }
        assertThat(stream.told).isEmpty();
        keepAlives.ask(late, 2);
        assertThat(late.told).containsExactly(Status.Code.RESOURCE_EXHAUSTED.name());
    }
}
