package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What really became of a store, as was read of its history after all: every change of every key that anybody watched.
 *
 * @param changes in the order of their revisions; given in any
 * @param compacted the last revision up to which the store had forgotten how it was; 0: none. What was before changes
 *     up to it need not be told
 */
public record Chronicle(List<WatchEvent> changes, long compacted) {
    public Chronicle {
        changes = changes.stream()
                .sorted(Comparator.comparingLong(WatchEvent::revision))
                .toList();
    }

    /** All changes of a revision, by revision. */
    Map<Long, List<WatchEvent>> byRevision() {
        Map<Long, List<WatchEvent>> byRevision = new HashMap<>();
        changes.forEach(each ->
                byRevision.computeIfAbsent(each.revision(), any -> new ArrayList<>()).add(each));
        return byRevision;
    }

    /** What was before each change; unknown where the chronicle begins later, and so not in it. */
    Map<WatchEvent, Optional<WatchEvent.Pair>> before() {
        Map<WatchEvent, Optional<WatchEvent.Pair>> before = new HashMap<>();
        Map<String, WatchEvent> latest = new HashMap<>();
        for (WatchEvent each : changes) {
            WatchEvent last = latest.put(each.key(), each);
            if (last != null) {
                before.put(
                        each, last.type() == WatchEvent.Type.PUT ? Optional.of(last.pair()) : Optional.empty());
            } else if (each.type() == WatchEvent.Type.PUT && each.pair().version() == 1) {
                before.put(each, Optional.empty());
            }
        }
        return before;
    }
}
