package org.allmende.drills;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects figures and what was demanded of them: for drills and benchmarks. */
public final class Figures {
    private final Map<String, Number> figures = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /** Only told. */
    public void note(String name, Number value) {
        figures.put(name, tidy(value));
    }

    /** Told, and the drill fails when what is told is above. */
    public void atMost(double bound, String name, Number value) {
        note(name, value);
        if (tidy(value).doubleValue() > bound) {
            failures.add(name + " is " + tidy(value) + ", at most " + tidy(bound) + " was demanded");
        }
    }

    /** Told, and the drill fails when what is told is below. */
    public void atLeast(double bound, String name, Number value) {
        note(name, value);
        if (tidy(value).doubleValue() < bound) {
            failures.add(name + " is " + tidy(value) + ", at least " + tidy(bound) + " was demanded");
        }
    }

    /** The drill fails unless this holds. */
    public void demand(boolean holds, String otherwise) {
        if (!holds) {
            failures.add(otherwise);
        }
    }

    /** Not measured, and why, as a sentence. */
    public void skipped(String why) {
        skipped.add(why);
    }

    /** What it all came to. */
    public Verdict verdict(String drill) {
        return new Verdict(drill, failures.isEmpty(), figures, failures, skipped);
    }

    /** Whole numbers as they are, others with two digits after the point. */
    private static Number tidy(Number value) {
        if (!Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("a figure is a number, not " + value);
        }
        if (value instanceof Long || value instanceof Integer) {
            return value;
        }
        double rounded = Math.round(value.doubleValue() * 100) / 100.0;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15 ? (Number) (long) rounded : (Number) rounded;
    }
}
