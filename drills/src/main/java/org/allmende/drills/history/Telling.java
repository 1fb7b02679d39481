package org.allmende.drills.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Transaction.Comparison;

/** Of what operations on a group of keys tell anything: what nobody ever told, nobody can be wrong about. */
final class Telling {
    private final List<String> keys;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> values = new HashSet<>();
    private final Sightings sightings;
    private boolean revisions;
    private boolean versions;

    /** @param forgotten more operations, of which nothing is asked but what they may have written */
    Telling(List<Operation> operations, List<Operation> forgotten) {
        TreeSet<String> named = new TreeSet<>();
        for (Operation operation : operations) {
            if (operation.call() instanceof Transaction transaction) {
                named.addAll(transaction.keys());
                transaction.comparisons().forEach(this::note);
            }
            if (operation.outcome() instanceof Outcome.Ok(long _, Transacted told)) {
                revisions |= told.revision() > 0;
                told.readings().forEach(this::note);
            }
        }
        for (Operation operation : forgotten) {
            if (operation.call() instanceof Transaction transaction) {
                named.addAll(transaction.keys());
            }
        }
        keys = List.copyOf(named);
        keys.forEach(key -> numbers.put(key, numbers.size()));
        sightings = new Sightings(
                Stream.concat(operations.stream(), forgotten.stream()).toList());
    }

    private void note(Comparison comparison) {
        switch (comparison) {
            case Comparison.ValueIs(String _, String value) -> values.add(value);
            case Comparison.ModRevisionIs(String _, long revision) -> revisions |= revision > 0;
            case Comparison.VersionIs(String _, long version) -> versions |= version > 0;
        }
    }

    private void note(Reading reading) {
        if (reading instanceof Reading.Found(String value, long modRevision, long version)) {
            values.add(value);
            revisions |= modRevision > 0;
            versions |= version > 0;
        }
    }

    /** All that are named, in order. */
    List<String> keys() {
        return keys;
    }

    /** Of one of the keys, from 0. */
    int number(String key) {
        return numbers.getOrDefault(key, -1);
    }

    /** Whether somebody read a value, or compared with it. */
    boolean hasSeen(String value) {
        return values.contains(value);
    }

    /** Whether anybody tells any. */
    boolean revisions() {
        return revisions;
    }

    /** Whether anybody tells any. */
    boolean versions() {
        return versions;
    }

    Sightings sightings() {
        return sightings;
    }
}
