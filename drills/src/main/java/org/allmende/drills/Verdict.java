package org.allmende.drills;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a drill came to.
 *
 * @param name the drill's
 * @param passed whether everything demanded was seen
 * @param figures what was measured, in the order to show it: a name with its unit at the end, and a number
 * @param failures what was demanded and not seen, a sentence each; empty when passed
 * @param skipped what was not measured here although it is elsewhere, with the reason, a sentence each
 */
public record Verdict(
        String name, boolean passed, Map<String, Number> figures, List<String> failures, List<String> skipped) {
    /** The same with one figure more, at the end. */
    public Verdict with(String name, double value) {
        Map<String, Number> more = new LinkedHashMap<>(figures);
        more.put(name, value);
        return new Verdict(this.name, passed, more, failures, skipped);
    }

    public Verdict {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        failures = List.copyOf(failures);
        skipped = List.copyOf(skipped);
        if (passed != failures.isEmpty()) {
            throw new IllegalArgumentException("a drill passed when nothing failed, and only then");
        }
    }
}
