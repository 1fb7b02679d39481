package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;

/** A store and its locks as simply as they can be said; knows everything, and shares nothing with the checker. */
final class PlainStore {
    private final Map<String, Reading.Found> pairs;
    private final Map<String, Hold> locks;
    private long revision;

    /** @param session empty: nobody */
    record Hold(String session, long fence) {}

    PlainStore() {
        this(1, Map.of(), Map.of());
    }

    private PlainStore(long revision, Map<String, Reading.Found> pairs, Map<String, Hold> locks) {
        this.revision = revision;
        this.pairs = new HashMap<>(pairs);
        this.locks = new HashMap<>(locks);
    }

    PlainStore copy() {
        return new PlainStore(revision, pairs, locks);
    }

    /** All there is to know of it: equal where nobody could tell two stores apart. */
    Object everything() {
        return List.of(revision, Map.copyOf(pairs), Map.copyOf(locks));
    }

    long revision() {
        return revision;
    }

    /** As if others had written elsewhere. */
    void moveTo(long revision) {
        this.revision = revision;
    }

    /**
     * Does it, and tells everything.
     *
     * @param next the revision that it makes if it changes anything
     */
    Transacted apply(Transaction transaction, long next) {
        boolean succeeded = transaction.comparisons().stream().allMatch(this::holds);
        List<Reading> readings = new ArrayList<>();
        boolean changed = false;
        for (Action action : succeeded ? transaction.actions() : transaction.otherwise()) {
            Reading.Found before = pairs.get(action.key());
            readings.add(before == null ? Reading.ABSENT : before);
            if (action instanceof Action.Put put) {
                long version = before == null ? 1 : before.version() + 1;
                pairs.put(put.key(), new Reading.Found(put.value(), next, version));
                changed = true;
            } else if (action instanceof Action.Delete) {
                changed |= pairs.remove(action.key()) != null;
            }
        }
        revision = changed ? next : revision;
        return new Transacted(succeeded, revision, readings);
    }

    private boolean holds(Comparison comparison) {
        Reading.Found pair = pairs.get(comparison.key());
        return switch (comparison) {
            case Comparison.ValueIs value -> pair != null && pair.value().equals(value.value());
            case Comparison.ModRevisionIs modified ->
                modified.modRevision() == (pair == null ? 0 : pair.modRevision());
            case Comparison.VersionIs version -> version.version() == (pair == null ? 0 : pair.version());
        };
    }

    Hold hold(String lock) {
        return locks.getOrDefault(lock, new Hold("", 0));
    }

    /** Whether it could be had. */
    boolean acquire(Call.Acquire call, long fence) {
        Hold hold = hold(call.lock());
        if (hold.session().isEmpty()) {
            locks.put(call.lock(), new Hold(call.session(), fence));
        }
        return hold.session().isEmpty() || hold.session().equals(call.session());
    }

    void release(Call.Release call) {
        Hold hold = hold(call.lock());
        if (hold.session().equals(call.session())) {
            locks.put(call.lock(), new Hold("", hold.fence()));
        }
    }

    /** Whether what was told is so. */
    static boolean agrees(Transacted told, Transacted all) {
        boolean agrees = told.succeeded() == all.succeeded()
                && told.readings().size() == all.readings().size();
        for (int i = 0; agrees && i < told.readings().size(); i++) {
            Reading full = all.readings().get(i);
            agrees = switch (told.readings().get(i)) {
                case Reading.Untold() -> true;
                case Reading.Absent() -> full instanceof Reading.Absent;
                case Reading.Existed() -> full instanceof Reading.Found;
                case Reading.Found told1 ->
                    full instanceof Reading.Found found
                            && told1.value().equals(found.value())
                            && (told1.modRevision() == 0 || told1.modRevision() == found.modRevision())
                            && (told1.version() == 0 || told1.version() == found.version());
            };
        }
        return agrees;
    }
}
