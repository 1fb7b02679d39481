package org.allmende.drills.history;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a client asked of a store of keys, as etcd has it: if all comparisons hold, some actions, otherwise others; all
 * at once. A put or a read of one key is one without comparisons.
 *
 * @param comparisons at most {@link #PARTS_MAX}
 * @param actions when all hold, in order, each of which sees what those before it did; at most {@link #PARTS_MAX}
 * @param otherwise when one does not; at most {@link #PARTS_MAX}
 */
public record Transaction(List<Comparison> comparisons, List<Action> actions, List<Action> otherwise) implements Call {
    /** As many as etcd allows unless told otherwise. */
    public static final int PARTS_MAX = 128;

    /** What must hold of a key. */
    public sealed interface Comparison {
        String key();

        /** It is there, with this value. */
        record ValueIs(String key, String value) implements Comparison {}

        /** It was last changed at this revision; 0: it is not there. */
        record ModRevisionIs(String key, long modRevision) implements Comparison {}

        /** It was put so often since it was created; 0: it is not there. */
        record VersionIs(String key, long version) implements Comparison {}
    }

    /** What is done to a key. */
    public sealed interface Action {
        String key();

        record Put(String key, String value) implements Action {}

        record Get(String key) implements Action {}

        record Delete(String key) implements Action {}
    }

    public Transaction {
        comparisons = List.copyOf(comparisons);
        actions = List.copyOf(actions);
        otherwise = List.copyOf(otherwise);
        if (comparisons.isEmpty() && actions.isEmpty()) {
            throw new IllegalArgumentException("a transaction without comparisons and actions; name at least one key");
        }
        if (Math.max(comparisons.size(), Math.max(actions.size(), otherwise.size())) > PARTS_MAX) {
            throw new IllegalArgumentException(
                    "a transaction has at most " + PARTS_MAX + " comparisons, and actions of a branch; split it");
        }
    }

    public static Transaction put(String key, String value) {
        return of(new Action.Put(key, value));
    }

    public static Transaction get(String key) {
        return of(new Action.Get(key));
    }

    public static Transaction delete(String key) {
        return of(new Action.Delete(key));
    }

    /** Puts if the comparison holds. */
    public static Transaction compareAndSet(Comparison comparison, String key, String value) {
        return new Transaction(List.of(comparison), List.of(new Action.Put(key, value)), List.of());
    }

    /** All of these, whatever there is. */
    public static Transaction of(Action... actions) {
        return new Transaction(List.of(), List.of(actions), List.of());
    }

    /** All keys it names, in order. */
    NavigableSet<String> keys() {
        NavigableSet<String> keys = new TreeSet<>();
        comparisons.forEach(comparison -> keys.add(comparison.key()));
        Stream.concat(actions.stream(), otherwise.stream()).forEach(action -> keys.add(action.key()));
        return keys;
    }

    /** The actions that are done. */
    List<Action> branch(boolean succeeded) {
        return succeeded ? actions : otherwise;
    }

    /** Whether it cannot change anything, whatever there is. */
    boolean onlyReads() {
        return Stream.concat(actions.stream(), otherwise.stream()).allMatch(Action.Get.class::isInstance);
    }
}
