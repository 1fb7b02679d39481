package org.allmende.drills.history;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A part of a history that can be judged for itself.
 *
 * @param subject what it is about, for people
 * @param operations none that failed for certain
 * @param initial the state before all of it
 * @param entries of the operations, as the search takes them
 * @param reached the lowest rank that an operation can have which is right after a state, or less
 * @param losses what a step from one state to another makes impossible, unless it has happened
 * @param text of a state, for people
 * @param forgetting the same part if its operations were the first of these, and the second, of unknown outcome, of
 *     which less is asked than could be
 */
record Partition<S>(
        String subject,
        List<Operation> operations,
        S initial,
        List<Entry<S>> entries,
        ToLongFunction<S> reached,
        Losses<S> losses,
        Function<S, String> text,
        BiFunction<List<Operation>, List<Operation>, Partition<S>> forgetting) {
    /** What is known to have read what a step replaces. */
    interface Losses<S> {
        Stream<Entry<S>> by(S before, S after);
    }

    Partition {
        operations = List.copyOf(operations);
        entries = List.copyOf(entries);
    }
}
