package org.allmende.drills.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;

/**
 * What the answers of a group of keys tell about other operations than those that were answered. If each write has a
 * value of its own, who reads it tells which operation it read from: that it happened, if its own outcome is unknown,
 * and that nothing was written between the two. Whoever was told when a key was last changed tells the same of the
 * change at that revision, and what it made of the key.
 */
final class Sightings {
    private final Map<Pair, Integer> writers = new HashMap<>();
    private final Map<Pair, Sighting> sightings = new HashMap<>();
    private final Map<Change, Reading.Found> changes = new HashMap<>();

    /** What was read, by which it is known who wrote it. */
    sealed interface Source {}

    record Pair(String key, String value) implements Source {}

    record Change(String key, long revision) implements Source {}

    /**
     * @param by when it had happened at the latest
     * @param revision that it made; 0: not told
     */
    record Sighting(long by, long revision) {
        private Sighting and(Sighting other) {
            return new Sighting(Math.min(by, other.by), Math.max(revision, other.revision));
        }
    }

    Sightings(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation.call() instanceof Transaction call) {
                if (operation.outcome() instanceof Outcome.Ok(long at, Transacted told)) {
                    written(call.branch(told.succeeded())).forEach(pair -> writers.merge(pair, 1, Integer::sum));
                    note(call, told, at);
                } else {
                    bothBranches(call).forEach(pair -> writers.merge(pair, 1, Integer::sum));
                }
            }
        }
    }

    /** Of an operation whose outcome is unknown; none if nobody can tell that it happened. */
    Optional<Sighting> of(Operation operation, Transaction call) {
        return bothBranches(call).stream()
                .filter(this::hasOneWriter)
                .flatMap(pair -> Optional.ofNullable(sightings.get(pair)).stream())
                // A value that was seen before it was written: the search will find that nobody wrote it.
                .filter(sighting -> sighting.by() >= operation.invokedNanos())
                .reduce(Sighting::and);
    }

    /** What somebody was told that the change of a key at a revision made of it. */
    Optional<Reading.Found> changed(Change change) {
        return Optional.ofNullable(changes.get(change));
    }

    /** From where an answered operation is known to have what it read. */
    List<Source> sources(Transaction call, Transacted told) {
        return told(call, told).stream()
                .filter(source -> switch (source) {
                    case Pair pair -> hasOneWriter(pair);
                    case Change _ -> true;
                })
                .toList();
    }

    /** What an answered operation was told of values and changes that were there before it. */
    static Set<Source> told(Transaction call, Transacted told) {
        Set<Source> sources = new HashSet<>(pairs(call, told));
        found(call, told).forEach((key, found) -> sources.add(new Change(key, found.modRevision())));
        for (Comparison comparison : call.comparisons()) {
            if (told.succeeded() && comparison instanceof Comparison.ModRevisionIs(String key, long revision)) {
                sources.add(new Change(key, revision));
            }
        }
        sources.removeIf(source -> source instanceof Change(String _, long revision) && revision == 0);
        return sources;
    }

    /** Whether an answered operation may be what somebody was told of. */
    static boolean made(Transaction call, Transacted told, Source source) {
        return switch (source) {
            case Pair pair -> written(call.branch(told.succeeded())).contains(pair);
            case Change(String key, long revision) ->
                told.revision() == revision && call.keys().contains(key);
        };
    }

    /** What it found before it, by its readings and the comparisons that held. */
    private static Set<Pair> pairs(Transaction call, Transacted told) {
        Set<Pair> pairs = new HashSet<>();
        found(call, told).forEach((key, found) -> pairs.add(new Pair(key, found.value())));
        for (Comparison comparison : call.comparisons()) {
            if (told.succeeded() && comparison instanceof Comparison.ValueIs(String key, String value)) {
                pairs.add(new Pair(key, value));
            }
        }
        return pairs;
    }

    /** By key; without what it had changed itself before it read it. */
    private static Map<String, Reading.Found> found(Transaction call, Transacted told) {
        Map<String, Reading.Found> found = new HashMap<>();
        Set<String> changed = new HashSet<>();
        List<Action> done = call.branch(told.succeeded());
        for (int i = 0; i < done.size(); i++) {
            String key = done.get(i).key();
            if (told.readings().get(i) instanceof Reading.Found reading && !changed.contains(key)) {
                found.put(key, reading);
            }
            if (!(done.get(i) instanceof Action.Get)) {
                changed.add(key);
            }
        }
        return found;
    }

    private void note(Transaction call, Transacted told, long at) {
        pairs(call, told).forEach(pair -> sightings.merge(pair, new Sighting(at, 0), Sighting::and));
        found(call, told).forEach((key, found) -> {
            if (found.modRevision() > 0) {
                Sighting sighting = new Sighting(at, found.modRevision());
                sightings.merge(new Pair(key, found.value()), sighting, Sighting::and);
                changes.merge(
                        new Change(key, found.modRevision()), found, (one, other) -> one.version() > 0 ? one : other);
            }
        });
    }

    private boolean hasOneWriter(Pair pair) {
        return writers.getOrDefault(pair, 0) == 1;
    }

    private static Set<Pair> bothBranches(Transaction call) {
        Set<Pair> pairs = written(call.actions());
        pairs.addAll(written(call.otherwise()));
        return pairs;
    }

    private static Set<Pair> written(List<Action> actions) {
        Set<Pair> pairs = new HashSet<>();
        for (Action action : actions) {
            if (action instanceof Action.Put(String key, String value)) {
                pairs.add(new Pair(key, value));
            }
        }
        return pairs;
    }
}
