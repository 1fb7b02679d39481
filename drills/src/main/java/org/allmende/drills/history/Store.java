package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Sightings.Change;
import org.allmende.drills.history.Sightings.Pair;
import org.allmende.drills.history.Sightings.Source;
import org.allmende.drills.history.StoreState.Held;
import org.allmende.drills.history.Transaction.Action;

/**
 * How transactions change a group of keys, in etcd's terms: a revision for each transaction that changes anything, a
 * version counted from the creation of a key. Keys that no transaction names together are groups for themselves.
 *
 * <p>What nobody ever told is not part of the state, so that states are equal where nobody can tell them apart:
 * versions, revisions, and which of the values it is that nobody read or compared.
 */
final class Store {
    private static final String UNSEEN = "(what nobody read)";

    private final List<Operation> operations;
    private final List<Operation> forgotten;
    private final Telling telling;
    private final Map<Pair, List<Entry<StoreState>>> readersOfValues = new HashMap<>();
    private final NavigableMap<Long, List<Reader>> readersOfChanges = new TreeMap<>();

    /** Of what the change of a key made. */
    private record Reader(int key, Entry<StoreState> entry) {}

    private Store(List<Operation> operations, List<Operation> forgotten) {
        this.operations = operations;
        this.forgotten = forgotten;
        this.telling = new Telling(operations, forgotten);
    }

    /** One for each group of keys; operations that have failed, and calls of another kind, are in none. */
    static List<Partition<StoreState>> partitions(List<Operation> operations) {
        Groups groups = new Groups();
        for (Operation each : operations) {
            if (each.call() instanceof Transaction transaction) {
                groups.join(transaction.keys());
            }
        }
        Map<String, List<Operation>> byGroup = new TreeMap<>();
        for (Operation each : operations) {
            if (each.call() instanceof Transaction transaction && !(each.outcome() instanceof Outcome.Failed)) {
                String group = groups.of(transaction.keys().first());
                byGroup.computeIfAbsent(group, any -> new ArrayList<>()).add(each);
            }
        }
        return byGroup.values().stream().map(group -> new Store(group, List.of()).partition()).toList();
    }

    private Partition<StoreState> partition() {
        String subject = telling.keys().stream()
                .map(Words::quoted)
                .collect(Collectors.joining(", ", telling.keys().size() == 1 ? "key " : "keys ", ""));
        return new Partition<>(
                subject,
                operations,
                StoreState.empty(telling.keys().size()),
                Stream.concat(
                                operations.stream().flatMap(each -> entry(each, false)),
                                forgotten.stream().flatMap(each -> entry(each, true)))
                        .toList(),
                state -> 2 * state.floor() + 1,
                this::losses,
                this::text,
                (known, others) -> new Store(known, others).partition());
    }

    private Stream<Entry<StoreState>> entry(Operation operation, boolean isForgotten) {
        if (!(operation.call() instanceof Transaction recorded)) {
            return Stream.empty();
        }
        Transaction call = withSeenValues(recorded);
        if (operation.outcome() instanceof Outcome.Ok ok && ok.answer() instanceof Transacted told) {
            Entry<StoreState> entry = Entry.answered(
                    operation,
                    ok,
                    call,
                    new TransactionStep(telling, call, told, told.revision(), false),
                    !mayChange(call, told),
                    rank(call, told));
            for (Source source : telling.sightings().sources(recorded, told)) {
                switch (source) {
                    case Pair pair ->
                        readersOfValues.computeIfAbsent(pair, any -> new ArrayList<>()).add(entry);
                    case Change(String key, long revision) ->
                        readersOfChanges
                                .computeIfAbsent(revision, any -> new ArrayList<>())
                                .add(new Reader(telling.number(key), entry));
                }
            }
            return Stream.of(entry);
        }
        if (call.onlyReads()) {
            return Stream.empty();
        }
        return Stream.of(telling.sightings()
                .of(operation, recorded)
                .map(sighting -> Entry.<StoreState>seen(
                        operation,
                        sighting.by(),
                        call,
                        new TransactionStep(telling, call, null, sighting.revision(), isForgotten),
                        2 * sighting.revision()))
                .orElseGet(() -> Entry.unknown(
                        operation, call, new TransactionStep(telling, call, null, 0, isForgotten))));
    }

    /**
     * In the order of revisions: a change at 7 comes before what saw 7, and that before a change at 8. Of a delete that
     * does not tell whether there was anything, nobody knows whether it was a change.
     */
    static long rank(Transaction call, Transacted told) {
        if (told.revision() == 0) {
            return 0;
        }
        if (!mayChange(call, told)) {
            return 2 * told.revision() + 1;
        }
        return mustChange(call, told) ? 2 * told.revision() : 0;
    }

    private static boolean mayChange(Transaction call, Transacted told) {
        List<Action> done = call.branch(told.succeeded());
        return IntStream.range(0, done.size())
                .anyMatch(i -> switch (done.get(i)) {
                    case Action.Put _ -> true;
                    case Action.Get _ -> false;
                    case Action.Delete _ -> !(told.readings().get(i) instanceof Reading.Absent);
                });
    }

    /** Whether it made a revision. */
    static boolean mustChange(Transaction call, Transacted told) {
        List<Action> done = call.branch(told.succeeded());
        return IntStream.range(0, done.size())
                .anyMatch(i -> switch (done.get(i)) {
                    case Action.Put _ -> true;
                    case Action.Get _ -> false;
                    case Action.Delete _ ->
                        switch (told.readings().get(i)) {
                            case Reading.Existed() -> true;
                            case Reading.Found _ -> true;
                            case Reading.Absent() -> false;
                            case Reading.Untold() -> false;
                        };
                });
    }

    private Transaction withSeenValues(Transaction call) {
        return new Transaction(
                call.comparisons(),
                call.actions().stream().map(this::withSeenValue).toList(),
                call.otherwise().stream().map(this::withSeenValue).toList());
    }

    private Action withSeenValue(Action action) {
        return action instanceof Action.Put(String key, String value) && !telling.hasSeen(value)
                ? new Action.Put(key, unseen())
                : action;
    }

    /** Stands for all values that nobody saw. */
    private String unseen() {
        String unseen = UNSEEN;
        while (telling.hasSeen(unseen)) {
            unseen += "?";
        }
        return unseen;
    }

    /** Who read what a step takes away, or makes impossible, and so must have read it before. */
    private Stream<Entry<StoreState>> losses(StoreState before, StoreState after) {
        Stream<Entry<StoreState>> ofNewRevisions = before.floor() == after.floor()
                ? Stream.empty()
                : readersOfChanges.subMap(before.floor(), false, after.floor(), true).entrySet().stream()
                        .flatMap(at -> at.getValue().stream()
                                .filter(read -> !after.held(read.key()).mayBeOf(at.getKey())))
                        .map(Reader::entry);
        return Stream.concat(
                ofNewRevisions,
                IntStream.range(0, telling.keys().size())
                        .filter(key -> !before.held(key).equals(after.held(key))
                                && before.held(key).exists())
                        .boxed()
                        .flatMap(key -> lost(key, before.held(key), after)));
    }

    private Stream<Entry<StoreState>> lost(int key, Held before, StoreState state) {
        Held after = state.held(key);
        boolean isReplaced = !after.exists() || !before.value().equals(after.value());
        Stream<Entry<StoreState>> ofValue = isReplaced
                ? readersOfValues.getOrDefault(new Pair(telling.keys().get(key), before.value()), List.of()).stream()
                : Stream.empty();
        long newest = Math.min(before.high(), state.floor());
        if (newest < before.low()) {
            return ofValue;
        }
        return Stream.concat(
                ofValue,
                readersOfChanges.subMap(before.low(), true, newest, true).entrySet().stream()
                        .filter(at -> !after.mayBeOf(at.getKey()))
                        .flatMap(at -> at.getValue().stream())
                        .filter(read -> read.key() == key)
                        .map(Reader::entry));
    }

    private String text(StoreState state) {
        return telling.keys().stream()
                .map(key -> {
                    Held held = state.held(telling.number(key));
                    return Words.quoted(key) + (held.exists() ? " = " + text(held) : " is absent");
                })
                .collect(Collectors.joining(", "));
    }

    private String text(Held held) {
        String value = telling.hasSeen(held.value()) ? Words.quoted(held.value()) : UNSEEN;
        String modified = held.isCertain()
                ? "" + held.low()
                : held.low() + (held.high() == Long.MAX_VALUE ? " or later" : " to " + held.high());
        return value
                + (telling.revisions() ? " modified " + modified : "")
                + (telling.versions() ? " version " + held.version() : "");
    }
}
