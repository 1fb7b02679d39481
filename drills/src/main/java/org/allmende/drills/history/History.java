package org.allmende.drills.history;

import java.util.Comparator;
import java.util.List;

/**
 * What clients asked of one store and its locks, and what they were told, from when the store was empty.
 *
 * @param operations by the time of their invocation; given in any order, at most {@link #OPERATIONS_MAX}
 */
public record History(List<Operation> operations) {
    public static final int OPERATIONS_MAX = 1_000_000;

    public History {
        if (operations.size() > OPERATIONS_MAX) {
            throw new IllegalArgumentException("a history of " + operations.size() + " operations; at most "
                    + OPERATIONS_MAX + " are judged at once, so record less, or part by part");
        }
        operations = operations.stream()
                .sorted(Comparator.comparingLong(Operation::invokedNanos))
                .toList();
    }

    public static History of(Operation... operations) {
        return new History(List.of(operations));
    }

    /** A line for each operation below a title, for people and for {@link #read}. */
    public String text() {
        return HistoryText.text(this);
    }

    /** @throws IllegalArgumentException for a text that is none, with the line and what was expected there */
    public static History read(String text) {
        return HistoryText.read(text);
    }
}
