package org.allmende.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Parameters;
import org.jspecify.annotations.Nullable;

/** An engine that orders each offer at once, in the thread that offers it, unless a test holds it back. */
final class HandEngine implements Consensus {
    private final List<Round.Brought> waiting = new ArrayList<>();
    private final Map<Integer, Map<Bytes, Bytes>> kept = new TreeMap<>();
    private @Nullable StateMachine machine;
    private boolean holding;
    private Submission.@Nullable Reason refusing;
    private Health.State state = Health.State.ORDERING;
    private String why = "";

    @Override
    public Guarantees guarantees() {
        return new Guarantees("by hand", "nothing may fail", "nothing", 1_000_000);
    }

    @Override
    public synchronized void start(StateMachine started) {
        machine = started;
        started.restore(List.of());
        order(List.of(), Parameters.DEFAULT.heartbeatMillis());
    }

    @Override
    public synchronized Submission submit(Offer offer) {
        if (refusing != null) {
            return new Submission.Refused(refusing);
        }
        waiting.add(new Round.Brought(0, offer.transaction()));
        if (!holding) {
            release();
        }
        return new Submission.Accepted();
    }

    /** From now on offers are accepted and not ordered. */
    synchronized void hold() {
        holding = true;
    }

    /** Orders what was held back, and again at once. */
    synchronized void release() {
        holding = false;
        order(List.copyOf(waiting), 1);
        waiting.clear();
    }

    /** A round without transactions, this much later. */
    synchronized void pass(long millis) {
        order(List.of(), millis);
    }

    synchronized void refuse(Submission.Reason reason) {
        refusing = reason;
    }

    synchronized void fall(Health.State into, String because) {
        state = into;
        why = because;
    }

    /** As when the node was behind and took over the state of another: what led there was not seen. */
    synchronized void takeOver(HandEngine other) {
        kept.clear();
        other.kept.forEach((table, rows) -> kept.put(table, new TreeMap<>(rows)));
        List<Entry> rows = new ArrayList<>();
        kept.forEach((table, entries) -> entries.forEach((key, value) -> rows.add(new Entry(table, key, value))));
        machine().restore(rows);
    }

    private void order(List<Round.Brought> transactions, long millisLater) {
        StateMachine driven = machine();
        StateMachine.Applied applied =
                driven.apply(new Round(driven.timeMillis() + millisLater, 0, transactions));
        for (Change change : applied.changes()) {
            Map<Bytes, Bytes> table = kept.computeIfAbsent(change.table(), number -> new TreeMap<>());
            if (change.value() == null) {
                table.remove(change.key());
            } else {
                table.put(change.key(), change.value());
            }
        }
    }

    private StateMachine machine() {
        if (machine == null) {
            throw new IllegalStateException("not started");
        }
        return machine;
    }

    @Override
    public synchronized Health health() {
        return new Health(state, why, 0, machine == null ? 0 : machine.height());
    }

    @Override
    public void close() {}
}
