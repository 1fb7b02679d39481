package org.allmende.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a network can still lose and go on: it orders while nodes with more than two thirds of all weight take part.
 *
 * @param nodes in the roster
 * @param level of these, taking part and up to date
 * @param canStillLose the most nodes whose loss it survives whichever they are; -1 when it does not go on even now
 * @param spares whether there is a node with weight whose loss it survives; with unequal weights it may survive that of a
 *     light one while it {@code canStillLose} none whichever it is
 */
record Endurance(int nodes, int level, int canStillLose, boolean spares) {
    /** One node of the roster: its weight, and whether it takes part and is up to date. */
    record Member(long weight, boolean level) {}

    static Endurance of(List<Member> roster) {
        long all = roster.stream().mapToLong(Member::weight).sum();
        long[] heaviestFirst = roster.stream()
                .filter(Member::level)
                .map(Member::weight)
                .sorted(Comparator.reverseOrder())
                .mapToLong(Long::longValue)
                .toArray();
        long left = Arrays.stream(heaviestFirst).sum();
        if (!carries(left, all)) {
            return new Endurance(roster.size(), heaviestFirst.length, -1, false);
        }
        long up = left;
        boolean spares = Arrays.stream(heaviestFirst).anyMatch(weight -> weight > 0 && carries(up - weight, all));
        int lost = 0;
        while (lost < heaviestFirst.length && carries(left - heaviestFirst[lost], all)) {
            left -= heaviestFirst[lost++];
        }
        return new Endurance(roster.size(), heaviestFirst.length, lost, spares);
    }

    private static boolean carries(long weight, long all) {
        return 3 * weight > 2 * all;
    }

    /** One sentence for people. */
    String sentence() {
        String level = level() + " of " + nodes + " nodes up and level: ";
        return switch (canStillLose) {
            case -1 -> level + "stands still until more come back; nothing with a receipt is lost.";
            case 0 -> level + (spares ? "goes on, and can lose a light one but not any" : "goes on, and can lose none")
                    + (level() == nodes ? "." : " until more come back.");
            case 1 -> level + "survives the loss of any one.";
            default -> level + "survives the loss of any " + canStillLose + ".";
        };
    }
}
