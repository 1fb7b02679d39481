package org.allmende.drills.history;

import java.util.List;

/** What a checker says of a history. */
public sealed interface Ruling {
    /**
     * There is an order in which everything is right.
     *
     * @param operations that were judged: all but those that failed for certain
     * @param configurations that were tried to find it
     */
    record Accepted(int operations, long configurations) implements Ruling {}

    /**
     * There is none.
     *
     * @param violations one for each part of the history that is wrong, at least one
     */
    record Refused(List<Violation> violations) implements Ruling {
        public Refused {
            violations = List.copyOf(violations);
        }
    }

    /**
     * Nobody knows: neither an order nor a violation was found within the limit.
     *
     * @param subjects the parts that would take longer, for people
     * @param configurations that were tried for each of them
     */
    record Undecided(List<String> subjects, int configurations) implements Ruling {
        public Undecided {
            subjects = List.copyOf(subjects);
        }
    }

    /** For people, in a few lines. */
    default String text() {
        return switch (this) {
            case Accepted(int operations, long configurations) ->
                "LINEARIZABLE: " + operations + " operations, " + configurations + " configurations tried\n";
            case Refused(List<Violation> violations) -> Violation.text(violations);
            case Undecided(List<String> subjects, int configurations) ->
                "UNDECIDED after " + configurations + " configurations for each of: " + String.join("; ", subjects)
                        + "\nLet the clients tell the revisions they were told, record for a shorter time, or raise"
                        + " the limit.\n";
        };
    }
}
