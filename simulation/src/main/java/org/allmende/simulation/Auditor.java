package org.allmende.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.allmende.ledger.AppliedHeight.Settled;
import org.allmende.ledger.Head;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.checkpoint.CheckpointEvent;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.EventPlace;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * Watches every node at every step, and judges by the {@link ExpectedLedger}, which is told the rounds when they are
 * decided: so it knows what is right before any node has done it. The first violation ends the run.
 */
public final class Auditor {
    private static final int HEIGHTS_PER_DIGEST = 8;
    private static final int EVENTS_OF_A_HEIGHT_MAX = 20_000;

    private final long seed;
    private final Trace trace;
    private final ExpectedLedger ledger;
    private final Map<TransactionId, Signed> known = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private final Map<Bytes, Signed> byBytes;

    /** The height after so many rounds. */
    private final List<Long> heightAfter;

    /** Of those that the network made itself, from the first on. */
    private final List<ExpectedHeight> heights = new ArrayList<>();

    /** What the first node to apply a height made of it; all others must have made the same. */
    private final List<Made> made = new ArrayList<>();

    /** What was told of, by table and key, up to the last height that any node has made. */
    private final SortedMap<Integer, SortedMap<Bytes, Bytes>> rows = new TreeMap<>();
    private final Map<TransactionId, Answer> finalAnswers = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Violation violation;

    /** @param digest of the whole state; made now and then only, as it takes long */
    private record Made(Bytes stateHash, Optional<Bytes> digest, List<Change> changes) {}

    /** Somebody who waits at a process, as long as it lives. */
    private record Waiting(LedgerPort port, TransactionId id, Future<?> settled) {}

    Auditor(long seed, Trace trace, ExpectedLedger ledger, Map<Bytes, Signed> byBytes) {
        this.seed = seed;
        this.trace = trace;
        this.ledger = ledger;
        this.byBytes = byBytes;
        this.heightAfter = new ArrayList<>(List.of(ledger.height()));
    }

    /**
     * Of a network that starts from the last state of this one. What was signed here is noise there, yet its nodes must
     * go on telling what became of it.
     */
    Auditor ofNetworkAfter(long seedValue, Genesis genesis, Trace itsTrace, Map<Bytes, Signed> signed) {
        Auditor after = new Auditor(seedValue, itsTrace, ledger.ofNetworkAfter(genesis, signed, itsTrace), signed);
        after.known.putAll(known);
        rows.forEach((table, of) -> after.rows.put(table, new TreeMap<>(of)));
        return after;
    }

    /** The place of a height in lists that begin with the first one of the network. */
    private int place(long height) {
        return (int) (height - 1 - heightAfter.getFirst());
    }

    /** Fails once anything was not as it should be; for what was noticed where nothing may be thrown. */
    public void requireNoViolation() {
        if (violation != null) {
            throw violation;
        }
    }

    /** How often something happened that is worth counting. */
    public long counted(Happening happening) {
        return trace.counted(happening);
    }

    /**
     * How often operations came to what, by the name of their record, a space, and {@code applied} or the reason; an
     * operation applied in a group that was refused after it is counted too.
     */
    public SortedMap<String, Long> outcomes() {
        return trace.outcomes();
    }

    /** How often clients were told what when they gave a node a transaction: {@code ACCEPTED}, or the reason. */
    public SortedMap<String, Long> admissions() {
        return trace.admissions();
    }

    /** The height that all rounds decided so far come to. */
    public long expectedHeight() {
        return ledger.height();
    }

    /** For what an application's own tests watch beside the auditor. */
    public Violation violation(String what) {
        if (violation == null) {
            violation = new Violation(what + "\n  in seed " + seed + "; what happened last:\n    "
                    + String.join("\n    ", trace.last()));
        }
        return violation;
    }

    private void require(boolean holds, String node, String what) {
        if (!holds) {
            throw violation("node " + node + ": " + what);
        }
    }

    private void requireSame(Object expected, @Nullable Object actual, String node, String what) {
        require(expected.equals(actual), node, what + " is\n    " + actual + "\n  and should be\n    " + expected);
    }

    // ---- what it is told beforehand

    /** From here on these bytes may be applied. */
    void signed(Signed transaction) {
        byBytes.put(transaction.bytes(), transaction);
        known.put(transaction.id(), transaction);
    }

    /** From which agreed time on this epoch ends, as of the last height; empty: no other roster is announced. */
    Optional<Long> epochEndsMillis() {
        return ledger.rosters().endsMillis();
    }

    /** The weight of a node in the roster in force. */
    long weight(int node) {
        return ledger.rosters().weight(node);
    }

    /** Whether there is a roster: not before the first height. */
    boolean hasRoster() {
        return ledger.rosters().total() > 0;
    }

    void decided(Round round) {
        Optional<ExpectedHeight> expected = ledger.next(round);
        expected.ifPresent(heights::add);
        heightAfter.add(ledger.height());
    }

    // ---- what nodes do

    /** @param number of the round, from 0 */
    void applied(SimulatedNode node, int number, StateMachine.Applied applied) {
        long before = heightAfter.get(number);
        long height = heightAfter.get(number + 1);
        String name = node.name() + " at round " + number;
        requireSame(height, node.port().ledger().height(), name, "its height");
        if (height == before) {
            require(applied.dropped() && applied.changes().isEmpty(), name, "it made a height of a round nobody needs");
            return;
        }
        requireSame(height, applied.height(), name, "the height it told the engine");
        ExpectedHeight expected = heights.get(place(height));
        requireSame(expected.setAside(), applied.setAside(), name, "what it told the engine it had set aside");
        checkChanges(expected, applied.changes(), node, name);
        checkEvents(expected, node.port(), name);
        checkState(expected, node, name);
        for (Settled settled : expected.settled()) {
            judge(node, settled.receipt().id());
        }
        checkWaiting(node);
    }

    private void checkChanges(ExpectedHeight expected, List<Change> changes, SimulatedNode node, String name) {
        Ledger of = node.port().ledger();
        // What nodes vouch for, they have to hold alike.
        boolean whole = expected.height() % HEIGHTS_PER_DIGEST == 0
                || expected.events().stream().anyMatch(placed -> placed.event() instanceof CheckpointEvent.Taken);
        Made mine =
                new Made(of.head().stateHash(), whole ? Optional.of(node.digest()) : Optional.empty(), changes);
        if (place(expected.height()) == made.size()) {
            checkMinimal(changes, name);
            mine.digest()
                    .ifPresent(digest -> requireSame(
                            ExpectedDigest.of(rows), digest, name, "the digest of what it told of up to height "
                                    + expected.height()));
            made.add(mine);
        }
        Made first = made.get(place(expected.height()));
        requireSame(first.changes(), mine.changes(), name, "what it changed at height " + expected.height());
        requireSame(first.stateHash(), mine.stateHash(), name, "its state hash at height " + expected.height());
        requireSame(first.digest(), mine.digest(), name, "its digest at height " + expected.height());
    }

    /** By table, then key, each once, and only what differs from before. */
    private void checkMinimal(List<Change> changes, String name) {
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (i > 0) {
                Change last = changes.get(i - 1);
                boolean ascends = last.table() < change.table()
                        || last.table() == change.table() && last.key().compareTo(change.key()) < 0;
                require(ascends, name, "changes out of order: " + last + ", " + change);
            }
            SortedMap<Bytes, Bytes> table = rows.computeIfAbsent(change.table(), number -> new TreeMap<>());
            Bytes value = change.value();
            Bytes was = value == null ? table.remove(change.key()) : table.put(change.key(), value);
            boolean differs = value == null ? was != null : !value.equals(was);
            require(differs, name, "a change that changes nothing: " + change);
        }
    }

    private void checkEvents(ExpectedHeight expected, LedgerPort port, String name) {
        EventPage page = eventsAfter(port, new EventPlace(expected.height() - 1, Integer.MAX_VALUE));
        require(page.complete(), name, "it does not hold the events of the height it has just made");
        List<Placed> events = page.events();
        requireSame(expected.events(), events, name, "what it tells of height " + expected.height());
    }

    private static EventPage eventsAfter(LedgerPort port, EventPlace place) {
        try {
            return port.eventsAfter(place, EVENTS_OF_A_HEIGHT_MAX, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a simulation", e);
        }
    }

    private void checkState(ExpectedHeight expected, SimulatedNode node, String name) {
        Ledger of = node.port().ledger();
        Head head = of.head();
        View view = of.view();
        requireSame(expected.timeMillis(), head.timeMillis(), name, "agreed time");
        requireSame(expected.epoch(), head.epoch(), name, "the epoch");
        requireSame(expected.height(), view.height(), name, "the height of its view");
        requireSame(expected.timeMillis(), view.timeMillis(), name, "the time of its view");
        expected.metering().difference(of, view).ifPresent(difference -> {
            throw violation("node " + name + ", height " + expected.height() + ": " + difference);
        });
        for (Expectation each : expected.state()) {
            each.difference(of, view).ifPresent(difference -> {
                throw violation("node " + name + ", height " + expected.height() + ": " + difference);
            });
        }
    }

    /** After a start, or state taken over: it is where so many rounds lead, and remembers what it should. */
    void restored(SimulatedNode node, int rounds) {
        boolean holdsAll = eventsAfter(node.port(), EventPlace.START).complete();
        boolean mayHold = heightAfter.get(rounds).equals(heightAfter.getFirst());
        require(mayHold || !holdsAll, node.name(), "it claims to hold events of heights that it has not seen");
        checkStanding(node, rounds);
    }

    private void checkStanding(SimulatedNode node, int rounds) {
        long height = heightAfter.get(rounds);
        String name = node.name() + " standing at " + rounds + " rounds";
        Ledger of = node.port().ledger();
        requireSame(height, of.height(), name, "its height");
        if (height == heightAfter.getFirst()) {
            ledger.beginningDiffers(of, of.view()).ifPresent(difference -> {
                throw violation("node " + name + ": " + difference);
            });
        } else {
            checkState(heights.get(place(height)), node, name);
            Made first = made.get(place(height));
            requireSame(first.stateHash(), of.head().stateHash(), name, "its state hash");
            first.digest().ifPresent(digest -> requireSame(digest, node.digest(), name, "its digest"));
        }
        known.keySet().forEach(id -> judge(node, id));
        checkWaiting(node);
    }

    /** Nobody goes on waiting for what is settled. */
    @SuppressWarnings("ReferenceEquality") // this one process is meant
    private void checkWaiting(SimulatedNode node) {
        waiting.removeIf(each -> each.settled.isDone());
        for (Waiting each : waiting) {
            boolean here = each.port == node.port();
            boolean pending = !here || ledger.answer(node.port().ledger().height(), each.id) instanceof Answer.Pending;
            require(pending, node.name(), "it lets somebody wait for what is settled: " + each.id);
        }
    }

    /** The rows a node kept change by change are the rows its machine would tell. */
    void kept(SimulatedNode node, SortedMap<Integer, SortedMap<Bytes, Bytes>> kept, StateMachine machine) {
        for (int table : machine.tables()) {
            SortedMap<Bytes, Bytes> scanned = new TreeMap<>();
            machine.scan(table, Bytes.EMPTY, (key, value) -> scanned.put(key, value) == null);
            SortedMap<Bytes, Bytes> of = kept.getOrDefault(table, new TreeMap<>());
            requireSame(scanned, of, node.name(), "what it kept of table " + table);
        }
    }

    /** A state machine threw: a bug, after which an engine must not go on. */
    Violation stopped(SimulatedNode node, int round, RuntimeException bug) {
        Violation stopped = violation("node " + node.name() + " stopped at round " + round + ": " + bug);
        if (stopped.getCause() == null) {
            stopped.initCause(bug);
        }
        return stopped;
    }

    // ---- what nodes say

    /** Asks a node for a receipt, and checks the answer. */
    public Answer judge(SimulatedNode node, TransactionId id) {
        Answer answer = node.port().receipt(id);
        check(node.name(), id, node.port().ledger().height(), answer);
        return answer;
    }

    void waits(SimulatedNode node, TransactionId id, Future<?> settled) {
        waiting.add(new Waiting(node.port(), id, settled));
    }

    /** Who waited at a node for a transaction was told this. Must not throw: a future would swallow it. */
    void settled(SimulatedNode node, TransactionId id, LedgerPort.Settled settled) {
        try {
            check(node.name(), id, settled.answer().asOfHeight(), settled.answer());
            if (settled.answer() instanceof Answer.Applied(long asOf, var receipt)) {
                trace.count(Happening.ACKNOWLEDGED);
                Settled expected = heights.get(place(receipt.height())).settled().stream()
                        .filter(each -> each.receipt().id().equals(id))
                        .findFirst()
                        .orElseThrow();
                settled.results().ifPresent(
                        results -> requireSame(expected.results(), results, node.name(), "what came of " + id));
            } else {
                boolean pending = settled.answer() instanceof Answer.Pending;
                require(!pending, node.name(), "it settled what is pending: " + id);
            }
        } catch (Violation kept) {
            trace.say("violation: " + kept.getMessage());
        }
    }

    void check(String node, TransactionId id, long atHeight, Answer answer) {
        requireSame(ledger.answer(atHeight, id), answer, node, "the answer about " + id);
        remember(node, id, answer);
    }

    /** Whatever the rules say, what was said before and is final stays. */
    void remember(String node, TransactionId id, Answer answer) {
        Answer before = finalAnswers.get(id);
        switch (answer) {
            case Answer.Applied(long asOf, var receipt) -> {
                trace.count(Happening.TOLD_APPLIED);
                boolean same = before == null
                        || before instanceof Answer.Applied(long then, var told) && told.equals(receipt);
                require(same, node, "it says " + answer + " where " + before + " was said before");
                finalAnswers.put(id, answer);
            }
            case Answer.NeverHappened never -> {
                trace.count(Happening.TOLD_NEVER_HAPPENED);
                require(!(before instanceof Answer.Applied), node, "it denies what was said before: " + before);
                finalAnswers.put(id, never);
            }
            case Answer.Pending pending -> trace.count(Happening.TOLD_PENDING);
            case Answer.Forgotten forgotten -> trace.count(Happening.TOLD_FORGOTTEN);
        }
    }

    // ---- in the end

    /** Every node is level, and says the right thing of everything that was ever signed. */
    void level(List<SimulatedNode> nodes, int rounds) {
        for (SimulatedNode node : nodes) {
            require(node.isUp(), node.name(), "it is down although nothing goes wrong any more");
            requireSame(rounds, node.engine().applied(), node.name(), "after all is mended, the rounds it has applied");
            requireSame(0, node.engine().underWay(), node.name(), "after all is mended, the offers it still keeps");
            checkStanding(node, rounds);
        }
    }
}
