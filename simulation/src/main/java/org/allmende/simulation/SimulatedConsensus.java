package org.allmende.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.Limits;
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
import org.allmende.ledger.seeds.Seed;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one node's process: rounds go to disk, then to the machine, then their offers are let go, each a step
 * of its own between which anything may happen. Lives as long as the process; what outlives it is on the {@link Disk}.
 */
final class SimulatedConsensus implements Consensus {
    /** Offers kept at once; few, so that simulations meet a full window. */
    static final int WINDOW_MAX = 8;

    private static final int OFFER_AGAIN_MILLIS = 1_500;
    private static final int CATCH_UP_MILLIS = 400;
    private static final int CATCH_UP_ROUNDS_MAX = 50;

    /** So many rounds behind, a node says that it catches up. */
    private static final int BEHIND_MAX = 30;

    private static final int STEP_MILLIS_MAX = 3;
    private static final int CHECKPOINT_ROUNDS_MAX = 60;

    private static final Guarantees GUARANTEES = new Guarantees(
            "simulated",
            "what its seed brings",
            "everything: the order is made outside of the nodes, and is never lost",
            Limits.SIGNED_TRANSACTION_BYTES_MAX);

    private final SimulatedNetwork network;
    private final SimulatedNode node;
    private final Disk disk;
    private final Seed seed;
    private final Map<Bytes, Offer> window = new LinkedHashMap<>();
    private final SortedMap<Integer, Round> arrived = new TreeMap<>();
    private final SortedMap<Integer, SortedMap<Bytes, Bytes>> rows = new TreeMap<>();
    private @Nullable StateMachine machine;
    private int applied;
    private int checkpointAt;

    /** A round is somewhere between the disk and its acknowledgement. */
    private boolean isWorking;

    SimulatedConsensus(SimulatedNetwork network, SimulatedNode node, Seed seed) {
        this.network = network;
        this.node = node;
        this.disk = node.disk();
        this.seed = seed;
    }

    @Override
    public Guarantees guarantees() {
        return GUARANTEES;
    }

    /** Rounds applied. */
    int applied() {
        return applied;
    }

    /** Offers kept. */
    int underWay() {
        return window.size();
    }

    StateMachine machine() {
        if (machine == null) {
            throw new IllegalStateException("not started");
        }
        return machine;
    }

    @Override
    public void start(StateMachine driven) {
        machine = network.wrapped(node, driven);
        restore(disk.rows(), disk.rowsAsOf());
        replay();
        node.later(seed.between(1, OFFER_AGAIN_MILLIS), this::offerAgain);
        node.later(seed.between(1, CATCH_UP_MILLIS), this::catchUp);
    }

    private void replay() {
        int left = disk.roundsHeld() - applied;
        int last = left > 0 && network.strikesLongStep() ? seed.between(1, left) : 0;
        while (applied < disk.roundsHeld()) {
            if (disk.roundsHeld() - applied == last) {
                throw new Crash(Happening.CRASHED_IN_REPLAY);
            }
            apply(disk.round(applied));
        }
    }

    /** In an order of chance, as the contract leaves it open; and perhaps not to its end. */
    private void restore(List<Entry> entries, int asOf) {
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, Random.from(seed));
        boolean ends = !shuffled.isEmpty() && network.strikesLongStep();
        int last = ends ? seed.between(0, shuffled.size() - 1) : Integer.MAX_VALUE;
        machine().restore(() -> crashingAt(last, shuffled.iterator()));
        rows.clear();
        entries.forEach(entry -> keep(entry.table(), entry.key(), entry.value()));
        if (entries.isEmpty() && machine().height() > 0) {
            keepBeginning();
        }
        applied = asOf;
        checkpointAt = applied + seed.between(5, CHECKPOINT_ROUNDS_MAX);
        network.trace().say(node.name() + " restored to " + asOf + " rounds");
        network.auditor().restored(node, asOf);
    }

    /** The network starts from a checkpoint, whose rows are to be kept before the first round. */
    private void keepBeginning() {
        allRows(machine()).forEach(entry -> keep(entry.table(), entry.key(), entry.value()));
        if (network.strikesLongStep()) {
            throw new Crash(Happening.CRASHED_IN_CHECKPOINT);
        }
        disk.checkpoint(entries(), 0);
    }

    private static Iterator<Entry> crashingAt(int last, Iterator<Entry> entries) {
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Entry next() {
                if (given++ == last) {
                    throw new Crash(Happening.CRASHED_IN_RESTORE);
                }
                return entries.next();
            }
        };
    }

    // ---- offers

    @Override
    public Submission submit(Offer offer) {
        if (offer.transaction().length() > GUARANTEES.largestTransactionBytes()) {
            return new Submission.Refused(Submission.Reason.TOO_LARGE);
        }
        if (health().state() != Health.State.ORDERING) {
            network.trace().count(Happening.OFFER_HALTED);
            return new Submission.Refused(Submission.Reason.HALTED);
        }
        if (!window.containsKey(offer.transaction())) {
            if (window.size() >= WINDOW_MAX) {
                network.trace().count(Happening.OFFER_BUSY);
                return new Submission.Refused(Submission.Reason.BUSY);
            }
            window.put(offer.transaction(), offer);
            network.offer(node, offer.transaction());
        }
        network.trace().count(Happening.OFFER_ACCEPTED);
        return new Submission.Accepted();
    }

    /** What was not seen may have been lost on its way. */
    private void offerAgain() {
        for (Bytes transaction : window.keySet()) {
            network.trace().count(Happening.OFFERED_AGAIN);
            network.offer(node, transaction);
        }
        node.later(OFFER_AGAIN_MILLIS, this::offerAgain);
    }

    // ---- rounds

    void arrived(int number, Round round) {
        if (number >= disk.roundsHeld() && arrived.put(number, round) == null && number < arrived.lastKey()) {
            network.trace().count(Happening.ROUND_OUT_OF_TURN);
        }
        if (seed.oneIn(8)) {
            round.transactions().forEach(brought -> machine().ahead(brought.transaction()));
        }
        writeNext();
    }

    /** Asks again for what did not come; far behind, takes over the state of another node. */
    private void catchUp() {
        int next = disk.roundsHeld();
        boolean behind = network.decided() - next > BEHIND_MAX && seed.oneIn(3);
        if (network.isReachable(node)) {
            if (!isWorking && (next < network.oldestRound() || behind)) {
                network.donor(node).ifPresent(this::takeOver);
            } else {
                int until = Math.min(network.decided(), next + CATCH_UP_ROUNDS_MAX);
                for (int number = next; number < until; number++) {
                    if (number >= network.oldestRound() && !arrived.containsKey(number)) {
                        network.deliver(node, number);
                    }
                }
            }
        }
        node.later(CATCH_UP_MILLIS, this::catchUp);
    }

    private void takeOver(SimulatedNode donor) {
        SimulatedConsensus from = donor.engine();
        List<Entry> entries = allRows(from.machine());
        network.trace().say(node.name() + " takes over the state of " + donor.name());
        restore(entries, from.applied());
        arrived.headMap(applied).clear();
        network.trace().count(Happening.STATE_TAKEN_OVER);
        checkpoint(entries);
        writeNext();
    }

    private static List<Entry> allRows(StateMachine of) {
        List<Entry> all = new ArrayList<>();
        for (int table : of.tables()) {
            of.scan(table, Bytes.EMPTY, (key, value) -> all.add(new Entry(table, key, value)));
        }
        return all;
    }

    private void writeNext() {
        if (isWorking) {
            return;
        }
        Round next = arrived.remove(disk.roundsHeld());
        if (next != null) {
            isWorking = true;
            maybeCrash(Happening.CRASHED_BEFORE_ROUND_WAS_DURABLE);
            disk.append(next);
            then(this::applyNext);
        }
    }

    private void applyNext() {
        maybeCrash(Happening.CRASHED_BEFORE_APPLY);
        Round round = disk.round(applied);
        Set<Bytes> setAside = apply(round);
        then(() -> letGo(round, setAside));
    }

    /** What was set aside has as good as not been in the round. */
    private void letGo(Round round, Set<Bytes> setAside) {
        maybeCrash(Happening.CRASHED_BEFORE_ACKNOWLEDGEMENT);
        for (Round.Brought brought : round.transactions()) {
            if (!setAside.contains(brought.transaction())) {
                window.remove(brought.transaction());
            } else if (window.containsKey(brought.transaction())) {
                network.trace().count(Happening.OFFER_KEPT_FOR_LATER);
            }
        }
        window.values().removeIf(offer -> offer.validUntilMillis() < machine().timeMillis());
        if (applied >= checkpointAt) {
            network.auditor().kept(node, rows, machine());
            checkpoint(entries());
        }
        isWorking = false;
        writeNext();
    }

    private void checkpoint(List<Entry> entries) {
        if (network.strikesLongStep()) {
            throw new Crash(Happening.CRASHED_IN_CHECKPOINT);
        }
        disk.checkpoint(entries, applied);
        checkpointAt = applied + seed.between(5, CHECKPOINT_ROUNDS_MAX);
    }

    private void then(Runnable step) {
        node.later(seed.between(0, STEP_MILLIS_MAX), step);
    }

    /** @return what was set aside */
    private Set<Bytes> apply(Round round) {
        StateMachine.Applied made;
        try {
            made = machine().apply(round);
        } catch (RuntimeException bug) {
            throw network.auditor().stopped(node, applied, bug);
        }
        for (Change change : made.changes()) {
            keep(change.table(), change.key(), change.value());
        }
        applied++;
        network.trace().say(node.name() + " applied round " + (applied - 1) + " as height " + made.height() + ", "
                + node.port().ledger().head().stateHash().slice(0, 4));
        network.auditor().applied(node, applied - 1, made);
        return made.setAside();
    }

    private void keep(int table, Bytes key, @Nullable Bytes value) {
        SortedMap<Bytes, Bytes> of = rows.computeIfAbsent(table, number -> new TreeMap<>());
        if (value == null) {
            of.remove(key);
        } else {
            of.put(key, value);
        }
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        rows.forEach((table, of) -> of.forEach((key, value) -> entries.add(new Entry(table, key, value))));
        return entries;
    }

    private void maybeCrash(Happening where) {
        if (network.strikes()) {
            throw new Crash(where);
        }
    }

    // ---- health

    @Override
    public Health health() {
        long height = machine == null ? 0 : machine.height();
        if (network.noticedToBeAlone(node)) {
            return new Health(Health.State.HALTED, "no quorum in sight", 0, height);
        }
        boolean behind = machine == null || network.decided() - applied > BEHIND_MAX;
        return new Health(behind ? Health.State.CATCHING_UP : Health.State.ORDERING, behind ? "behind" : "", 0, height);
    }

    @Override
    public void close() {}
}
