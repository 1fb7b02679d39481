package org.allmende.drills.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Whether leases lived as long as was promised. A keepalive that was answered promises its time to live from when it
 * was handled, which was after it was sent; so a lease that had ended before sending and time to live together was cut
 * short. That a lease ends late breaks no promise: it is renewed to its full time when nobody could have kept it alive.
 */
public final class LeaseChecker {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private LeaseChecker() {}

    private record Promise(LeaseEntry by, long untilNanos) {}

    private record End(LeaseEntry by, long atNanos) {}

    /**
     * @param entries in any order
     * @param tolerance how much earlier a lease may end: as much as the clock of the store may run ahead of the
     *     recorder's within one time to live
     * @return what was cut short, each end of a lease once; by lease, then by time
     */
    public static List<LeaseBreach> check(List<LeaseEntry> entries, Duration tolerance) {
        Map<Long, List<LeaseEntry>> byLease = new TreeMap<>();
        entries.forEach(each ->
                byLease.computeIfAbsent(each.lease(), any -> new ArrayList<>()).add(each));
        List<LeaseBreach> breaches = new ArrayList<>();
        byLease.values().forEach(lease -> breaches.addAll(ofOne(lease, tolerance.toNanos())));
        return breaches;
    }

    private static List<LeaseBreach> ofOne(List<LeaseEntry> lease, long toleranceNanos) {
        List<Promise> promises = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        long revoked = Long.MAX_VALUE;
        for (LeaseEntry each : lease) {
            switch (each) {
                case LeaseEntry.Granted(long _, long sent, long _, long ttl) ->
                    promises.add(new Promise(each, sent + ttl * NANOS_A_SECOND));
                case LeaseEntry.KeptAlive(long _, long sent, OptionalLong answered, long ttl) -> {
                    if (answered.isPresent() && ttl > 0) {
                        promises.add(new Promise(each, sent + ttl * NANOS_A_SECOND));
                    } else if (answered.isPresent()) {
                        ends.add(new End(each, answered.getAsLong()));
                    }
                }
                case LeaseEntry.Revoked(long _, long sent) -> revoked = Math.min(revoked, sent);
                case LeaseEntry.KeyGone(long _, String _, long seen) -> ends.add(new End(each, seen));
            }
        }
        long mayEnd = revoked;
        return promises.stream()
                .max(Comparator.comparingLong(Promise::untilNanos))
                .map(longest -> ends.stream()
                        .filter(end -> end.atNanos() < Math.min(longest.untilNanos() - toleranceNanos, mayEnd))
                        .sorted(Comparator.comparingLong(End::atNanos))
                        .map(end -> new LeaseBreach(longest.by(), longest.untilNanos(), end.by(), end.atNanos()))
                        .toList())
                .orElse(List.of());
    }
}
