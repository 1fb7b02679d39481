package org.allmende.drills.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was found of watches.
 *
 * @param events how many were judged: where nothing was told, nothing can be wrong
 * @param progress how many progress notifications were judged
 * @param resumptions how often a watch went on after a lost connection
 */
public record WatchReport(List<WatchBreach> breaches, long events, long progress, long resumptions) {
    private static final int BREACHES_SHOWN_MAX = 20;

    public WatchReport {
        breaches = List.copyOf(breaches);
    }

    /** For people, in a few lines. */
    public String text() {
        String judged = events + " events, " + progress + " progress notifications, " + resumptions + " resumptions";
        if (breaches.isEmpty()) {
            return "WATCHES KEPT THEIR PROMISES: " + judged + "\n";
        }
        return breaches.stream()
                .limit(BREACHES_SHOWN_MAX)
                .map(each -> "  " + each + "\n")
                .collect(Collectors.joining(
                        "",
                        "WATCHES BROKE THEIR PROMISES: " + judged + "\n",
                        breaches.size() <= BREACHES_SHOWN_MAX
                                ? ""
                                : "  ... and " + (breaches.size() - BREACHES_SHOWN_MAX) + " more\n"));
    }
}
