package org.allmende.gateway.etcd.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Leaves steps out for as long as there still is a difference. */
final class Shrinking {
    private final Function<List<Step>, Optional<Difference>> run;
    private int runsLeft;
    private List<Step> steps;
    private Difference difference;

    private Shrinking(
            Function<List<Step>, Optional<Difference>> run, int runsMax, List<Step> steps, Difference difference) {
        this.run = run;
        this.runsLeft = runsMax;
        this.steps = steps;
        this.difference = difference;
    }

    /** @param difference the one of these steps, which are the fewest that were found to show one */
    record Shortened(List<Step> steps, Difference difference) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < steps.size(); i++) {
                text.append(i + 1).append(". ").append(steps.get(i)).append('\n');
            }
            return text.append(difference).toString();
        }
    }

    /** @param difference what all these steps come to */
    static Shortened of(
            List<Step> steps, Difference difference, Function<List<Step>, Optional<Difference>> run, int runsMax) {
        Shrinking shrinking = new Shrinking(run, runsMax, steps, difference);
        for (int portion = steps.size() / 2; portion >= 1; portion /= 2) {
            shrinking.leaveOut(portion);
        }
        return new Shortened(shrinking.steps, shrinking.difference);
    }

    private void leaveOut(int portion) {
        int from = steps.size();
        while (from > 0 && runsLeft > 0) {
            from = Math.max(0, from - portion);
            List<Step> fewer = new ArrayList<>(steps.subList(0, from));
            fewer.addAll(steps.subList(Math.min(steps.size(), from + portion), steps.size()));
            runsLeft--;
            Optional<Difference> found = run.apply(fewer);
            if (found.isPresent()) {
                steps = fewer;
                difference = found.get();
            }
        }
    }
}
