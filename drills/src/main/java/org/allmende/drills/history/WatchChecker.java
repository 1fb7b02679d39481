package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.allmende.drills.history.Watch.Received;

/**
 * Holds what watchers were told against what really happened. Who falls silent breaks no promise, since what is missing
 * may be on its way: when all is over, change something in each range, and wait until each watcher was told of it.
 */
public final class WatchChecker {
    private final Map<Long, List<WatchEvent>> chronicle;
    private final Map<WatchEvent, Optional<WatchEvent.Pair>> before;
    private final long compacted;
    private final List<WatchBreach> breaches = new ArrayList<>();
    private long events;
    private long progress;
    private long resumptions;

    private WatchChecker(Chronicle chronicle) {
        this.chronicle = chronicle.byRevision();
        this.before = chronicle.before();
        this.compacted = chronicle.compacted();
    }

    /** All of it, in the order of the watches and of what they received. */
    public static WatchReport check(Chronicle chronicle, List<Watch> watches) {
        WatchChecker checker = new WatchChecker(chronicle);
        watches.forEach(watch -> checker.new Stream(watch).check());
        return new WatchReport(checker.breaches, checker.events, checker.progress, checker.resumptions);
    }

    /** A response with all its fragments. */
    private record Told(int place, long revision, List<WatchEvent> events) {}

    /** What one watcher was told so far. */
    private final class Stream {
        private final Watch watch;
        private final NavigableMap<Long, List<WatchEvent>> asked = new TreeMap<>();
        private final Set<WatchEvent> toldBefore = new HashSet<>();
        private Connection connection;
        private int place;

        Stream(Watch watch) {
            this.watch = watch;
            chronicle.forEach((revision, changes) -> {
                List<WatchEvent> ours = changes.stream().filter(watch::isAbout).toList();
                if (!ours.isEmpty()) {
                    asked.put(revision, ours);
                }
            });
            connection = new Connection(watch.startRevision(), false);
        }

        void check() {
            List<WatchEvent> fragments = new ArrayList<>();
            for (Received received : watch.received()) {
                place++;
                switch (received) {
                    case Received.Response(long revision, List<WatchEvent> told, boolean continues) -> {
                        fragments.addAll(told);
                        if (!continues) {
                            connection.response(new Told(place, revision, List.copyOf(fragments)));
                            fragments.clear();
                        }
                    }
                    case Received.Progress(long revision) -> connection.progress(revision);
                    case Received.Reconnected(long from) -> {
                        // What had come of a response in fragments is nothing: all of it was asked for anew.
                        fragments.clear();
                        reconnect(from);
                    }
                }
            }
            connection.end();
        }

        private void reconnect(long from) {
            resumptions++;
            connection.end();
            if (from > connection.lastTold + 1 && from > compacted + 1) {
                breach(
                        WatchGuarantee.RESUMABLE,
                        place,
                        "goes on from revision " + from + ", and was told of none after " + connection.lastTold
                                + ": nobody was asked for what lies between");
            }
            connection = new Connection(from, true);
        }

        private void breach(WatchGuarantee guarantee, int place, String text) {
            breaches.add(new WatchBreach(guarantee, watch.name(), place, text));
        }

        /** What came between two reconnections. */
        private final class Connection {
            private final long from;
            private final boolean isResumed;
            private final Map<Long, Set<String>> told = new HashMap<>();
            private long lastTold;
            private long lastEvent;
            private long lastHeader;
            private long bookmark;
            private long firstTold;

            Connection(long from, boolean isResumed) {
                this.from = from;
                this.isResumed = isResumed;
                this.lastTold = from - 1;
            }

            void response(Told response) {
                header(response.revision());
                Map<Long, Integer> counts = new TreeMap<>();
                for (WatchEvent event : response.events()) {
                    events++;
                    event(event, response.revision());
                    toldBefore.add(event);
                    if (told.computeIfAbsent(event.revision(), any -> new HashSet<>()).add(event.key())) {
                        counts.merge(event.revision(), 1, Integer::sum);
                    } else {
                        breach(WatchGuarantee.UNIQUE, place, event + " was told before");
                    }
                }
                counts.forEach((revision, count) -> {
                    int all = asked.getOrDefault(revision, List.of()).size();
                    if (count < all) {
                        breach(
                                WatchGuarantee.ATOMIC,
                                place,
                                "of revision " + revision + " it tells of " + count + " changes, not of all " + all);
                    }
                    told(revision);
                });
            }

            private void header(long revision) {
                if (revision > 0 && revision < lastHeader) {
                    breach(
                            WatchGuarantee.ORDERED,
                            place,
                            "a response at revision " + revision + " after one at " + lastHeader);
                }
                lastHeader = Math.max(lastHeader, revision);
            }

            private void event(WatchEvent event, long header) {
                if (event.revision() < lastEvent) {
                    breach(WatchGuarantee.ORDERED, place, event + " comes after one of revision " + lastEvent);
                }
                if (header > 0 && event.revision() > header) {
                    breach(
                            WatchGuarantee.ORDERED,
                            place,
                            event + " is in a response at revision " + header + ", where it had not happened");
                }
                if (event.revision() <= bookmark) {
                    breach(
                            WatchGuarantee.BOOKMARKABLE,
                            place,
                            event + " comes after the notification that all up to " + bookmark + " was told");
                }
                if (event.revision() < from) {
                    if (toldBefore.contains(event)) {
                        breach(WatchGuarantee.UNIQUE, place, event + " was told before, over another connection");
                    }
                    breach(
                            isResumed ? WatchGuarantee.RESUMABLE : WatchGuarantee.ASKED,
                            place,
                            event + " is from before revision " + from + ", from which on it was asked");
                }
                lastEvent = Math.max(lastEvent, event.revision());
                content(event);
            }

            private void content(WatchEvent event) {
                if (!watch.isAbout(event)) {
                    breach(WatchGuarantee.ASKED, place, event + " is none of those that were asked for");
                }
                List<WatchEvent> really = chronicle.getOrDefault(event.revision(), List.of());
                Optional<WatchEvent> same = really.stream().filter(event::isSame).findFirst();
                if (same.isEmpty()) {
                    breach(
                            WatchGuarantee.TRUE,
                            place,
                            event + " did not happen; at revision " + event.revision() + " there is "
                                    + (really.isEmpty() ? "nothing" : really));
                }
                same.flatMap(each -> Optional.ofNullable(before.get(each)))
                        .ifPresent(was -> previous(event, was));
            }

            private void previous(WatchEvent event, Optional<WatchEvent.Pair> was) {
                boolean mayBeForgotten = event.revision() - 1 < compacted;
                boolean isRight = event.previous().isPresent()
                        ? event.previous().equals(was)
                        : was.isEmpty() || !watch.previous() || mayBeForgotten;
                if (!isRight) {
                    breach(
                            WatchGuarantee.PREVIOUS,
                            place,
                            event + " came after " + was.map(Object::toString).orElse("nothing"));
                }
            }

            void progress(long revision) {
                progress++;
                header(revision);
                told(revision);
                for (WatchEvent missing : missing(Math.max(from, bookmark + 1), revision)) {
                    breach(
                            WatchGuarantee.BOOKMARKABLE,
                            place,
                            "all up to " + revision + " was told, it says, and " + missing + " was not");
                }
                bookmark = Math.max(bookmark, revision);
            }

            private void told(long revision) {
                firstTold = firstTold == 0 ? revision : firstTold;
                lastTold = Math.max(lastTold, revision);
            }

            /** Of what was asked for between these revisions, both included. */
            private List<WatchEvent> missing(long first, long last) {
                if (last < first) {
                    return List.of();
                }
                return asked.subMap(first, true, last, true).values().stream()
                        .flatMap(List::stream)
                        .filter(event -> !told.getOrDefault(event.revision(), Set.of())
                                .contains(event.key()))
                        .toList();
            }

            void end() {
                for (WatchEvent missing : missing(from, lastTold)) {
                    breach(
                            WatchGuarantee.RELIABLE,
                            place,
                            missing + " was never told, and what came after it was, up to " + lastTold);
                    if (isResumed && missing.revision() <= firstTold) {
                        breach(
                                WatchGuarantee.RESUMABLE,
                                place,
                                missing + " was lost when it went on from revision " + from);
                    }
                }
            }
        }
    }
}
