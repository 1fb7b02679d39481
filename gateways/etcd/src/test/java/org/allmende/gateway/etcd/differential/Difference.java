package org.allmende.gateway.etcd.differential;

import java.util.List;

/**
 * What was not the same on both.
 *
 * @param place where: the step and what it said, or the watcher
 * @param theirs what etcd answered
 * @param ours what the gateway answered
 */
record Difference(String place, String theirs, String ours) {
    /** Of two lists that are not equal: where they part, and all of them. */
    static Difference ofLists(String place, List<String> theirs, List<String> ours) {
        int same = 0;
        while (same < theirs.size() && same < ours.size() && theirs.get(same).equals(ours.get(same))) {
            same++;
        }
        return new Difference(
                place + ", from the " + (same + 1) + ". on", lines(theirs, same), lines(ours, same));
    }

    private static String lines(List<String> lines, int from) {
        return from == lines.size() ? "nothing more" : String.join("\n        ", lines.subList(from, lines.size()));
    }

    @Override
    public String toString() {
        return place + "\n  etcd: " + theirs + "\n  ours: " + ours;
    }
}
