package org.allmende.drills.history;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Why a part of a history is not linearizable.
 *
 * @param subject what it is about: keys, a lock, the revisions of the whole store
 * @param contradiction a few operations that cannot all be true, whatever became of all others; in the order of their
 *     invocation. None when they were not found soon enough
 * @param order the longest order found before an operation that must have happened fits nowhere
 * @param state after that order, for people
 * @param unplaced operations that were open at its end and fit nowhere, first the one that completed first
 * @param hindering operations that come later, and would be impossible after those that would fit
 * @param others how many more operations there are in this part
 */
public record Violation(
        String subject,
        List<Operation> contradiction,
        List<Operation> order,
        String state,
        List<Operation> unplaced,
        List<Operation> hindering,
        int others) {
    /** How many parts of a history are told, and how many operations of each list. */
    private static final int PARTS_SHOWN_MAX = 5;

    private static final int OPERATIONS_SHOWN_MAX = 12;

    public Violation {
        contradiction = List.copyOf(contradiction);
        order = List.copyOf(order);
        unplaced = List.copyOf(unplaced);
        hindering = List.copyOf(hindering);
    }

    /** For people, in a few lines. */
    public String text() {
        StringBuilder text = new StringBuilder("NOT LINEARIZABLE: " + subject + "\n");
        if (!contradiction.isEmpty()) {
            text.append("These cannot all be true, whatever became of the other ").append(others);
            text.append(" operations:\n");
            show(text, contradiction.size(), contradiction::get);
        }
        if (!unplaced.isEmpty()) {
            text.append("The longest order has ").append(order.size()).append(" operations");
            text.append(order.isEmpty() ? "\n" : ", last of all:\n");
            int shown = Math.min(order.size(), OPERATIONS_SHOWN_MAX / 2);
            show(text, shown, i -> order.get(order.size() - shown + i));
            text.append("after which ").append(state).append(", and none of these fits:\n");
            show(text, unplaced.size(), unplaced::get);
            text.append(hindering.isEmpty() ? "" : "or would make these impossible, which come later:\n");
            show(text, hindering.size(), hindering::get);
        }
        return text.toString();
    }

    static String text(List<Violation> violations) {
        StringBuilder text = new StringBuilder();
        violations.stream().limit(PARTS_SHOWN_MAX).forEach(each -> text.append(each.text()));
        if (violations.size() > PARTS_SHOWN_MAX) {
            text.append("... and ").append(violations.size() - PARTS_SHOWN_MAX).append(" more parts\n");
        }
        return text.toString();
    }

    private static void show(StringBuilder text, int count, IntFunction<Operation> operations) {
        for (int i = 0; i < Math.min(count, OPERATIONS_SHOWN_MAX); i++) {
            text.append("  ").append(operations.apply(i)).append('\n');
        }
        if (count > OPERATIONS_SHOWN_MAX) {
            text.append("  ... and ").append(count - OPERATIONS_SHOWN_MAX).append(" more\n");
        }
    }
}
