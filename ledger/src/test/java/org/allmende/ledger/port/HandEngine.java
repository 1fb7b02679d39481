package org.allmende.ledger.port;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.consensus.Submission;
import org.jspecify.annotations.Nullable;

/** An engine that orders what it was offered when a test says so. */
final class HandEngine implements Consensus {
    final List<Offer> offered = new ArrayList<>();
    Submission.@Nullable Reason refuses;
    boolean isDoneAtOnce;
    private @Nullable StateMachine machine;

    @Override
    public Guarantees guarantees() {
        return new Guarantees("by hand", "none", "nothing", 1_000_000);
    }

    @Override
    public void start(StateMachine machine) {
        this.machine = machine;
        machine.restore(List.of());
    }

    @Override
    public Submission submit(Offer offer) {
        if (refuses != null) {
            return new Submission.Refused(refuses);
        }
        offered.add(offer);
        if (isDoneAtOnce) {
            round(10);
        }
        return new Submission.Accepted();
    }

    /** One round of everything offered, so long after the last. */
    void round(long millis) {
        StateMachine driven = machine();
        List<Round.Brought> brought =
                offered.stream().map(offer -> new Round.Brought(0, offer.transaction())).toList();
        offered.clear();
        driven.apply(new Round(driven.timeMillis() + millis, 0, brought));
    }

    StateMachine machine() {
        if (machine == null) {
            throw new IllegalStateException("not started");
        }
        return machine;
    }

    @Override
    public Health health() {
        return new Health(Health.State.ORDERING, "", 0, machine().height());
    }

    @Override
    public void close() {}
}
