package org.allmende.drills;

import java.util.Optional;

/**
 * How one of several drills ended.
 *
 * @param name the drill's
 * @param verdict empty: there is none, see {@code why}
 * @param couldNotRun whether this machine has not what it takes: neither passed nor failed
 * @param why there is no verdict, as a sentence; empty when there is one
 * @param seconds it took
 */
public record Ended(String name, Optional<Verdict> verdict, boolean couldNotRun, String why, double seconds) {
    public Ended {
        if (verdict.isPresent() != why.isEmpty() || verdict.isPresent() && couldNotRun) {
            throw new IllegalArgumentException("a drill has a verdict, or a reason why not");
        }
    }

    public static Ended judged(Verdict verdict, double seconds) {
        return new Ended(verdict.name(), Optional.of(verdict), false, "", seconds);
    }

    /** This machine has not what it takes. */
    public static Ended skipped(String name, String why, double seconds) {
        return new Ended(name, Optional.empty(), true, why, seconds);
    }

    /** It could not be carried out although everything is there. */
    public static Ended broken(String name, String why, double seconds) {
        return new Ended(name, Optional.empty(), false, why, seconds);
    }

    /** In one word: {@code passed}, {@code FAILED} or {@code skipped}. */
    public String word() {
        return couldNotRun ? "skipped" : hasFailed() ? "FAILED" : "passed";
    }

    /** Whether something that was demanded was not seen. */
    public boolean hasFailed() {
        return !couldNotRun && verdict.filter(Verdict::passed).isEmpty();
    }

    /** A figure for people; a hyphen where there is none. */
    public String figure(String figure) {
        return verdict.map(Verdict::figures)
                .map(figures -> figures.get(figure))
                .map(String::valueOf)
                .orElse("-");
    }
}
