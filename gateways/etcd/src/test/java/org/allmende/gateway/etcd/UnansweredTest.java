package org.allmende.gateway.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.allmende.gateway.etcd.store.UnavailableException.Cause;
import org.junit.jupiter.api.Test;

/** Whoever runs a gateway learns why it does not answer, and is not buried in it. */
class UnansweredTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> lines = new ArrayList<>();
    private final Unanswered unanswered = new Unanswered("A request was not answered", nanos::get, lines::add);

    @Test
    void theFirstIsSaidAtOnceAndTheOthersAreCounted() {
        fail("node A is away");
        fail("node B is away");
        nanos.addAndGet(Unanswered.BETWEEN.toNanos() - 1);
        fail("node C is away");
        assertThat(lines).containsExactly("A request was not answered: node A is away");
        nanos.addAndGet(1);
        fail("node D is away");
        assertThat(lines)
                .hasSize(2)
                .last()
                .isEqualTo("A request was not answered (and 2 before, not said one by one): node D is away");
    }

    @Test
    void afterAQuietWhileNothingIsSaidToBeLeftOut() {
        fail("node A is away");
        nanos.addAndGet(Unanswered.BETWEEN.toNanos());
        fail("node B is away");
        assertThat(lines).last().isEqualTo("A request was not answered: node B is away");
    }

    @Test
    void aGatewayThatIsBeingClosedSaysNothing() {
        unanswered.add(new UnavailableException(Cause.CLOSED, "this gateway is being closed"));
        assertThat(lines).isEmpty();
    }

    private void fail(String why) {
        unanswered.add(new UnavailableException(Cause.NOT_ORDERING, why));
    }
}
