package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.allmende.drills.history.Watch.Received;
import org.allmende.drills.history.WatchEvent.Pair;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;

/** Watchers of a store that keeps its promises, over several connections, and of one that does not. */
class WatchLawsTest {
    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    @Seeds(300)
    void promisesThatAreKeptAreSeenToBe(Seed seed) {
        Told told = Told.of(seed);
        WatchReport report = told.check();
        assertThat(report.breaches()).as(told.text()).isEmpty();
        assertThat(report.events()).isPositive();
    }

    @Seeds(100)
    void whatIsKeptInAFileIsJudgedAlike(Seed seed) {
        Told told = Told.of(seed);
        assertThat(WatchText.read(told.text())).isEqualTo(told.recorded());
    }

    @Seeds(150)
    void aSkippedEventIsSeen(Seed seed) {
        Told told = Told.of(seed);
        Place place = told.place(seed, events -> true);
        List<WatchEvent> fewer = new ArrayList<>(place.response().events());
        fewer.remove(seed.between(0, fewer.size() - 1));
        Received shorter = new Received.Response(place.response().revision(), fewer, false);
        // What is missing at the end may still be on its way: something that comes after is told too.
        Received end = new Received.Progress(told.newest());
        assertBroken(told.with(place, List.of(shorter)).and(end), WatchGuarantee.RELIABLE, WatchGuarantee.BOOKMARKABLE);
    }

    @Seeds(150)
    void aRepeatedEventIsSeen(Seed seed) {
        Told told = Told.of(seed);
        Place place = told.place(seed, events -> true);
        WatchEvent again = seed.pick(place.response().events());
        Received more = new Received.Response(place.response().revision(), List.of(again), false);
        assertBroken(told.with(place, List.of(place.response(), more)), WatchGuarantee.UNIQUE);
    }

    @Seeds(150)
    void aTornRevisionIsSeen(Seed seed) {
        Told told = Told.of(seed);
        Place place = told.place(seed, each -> revisions(each) < each.size());
        List<WatchEvent> events = place.response().events();
        int cut = 1;
        while (events.get(cut - 1).revision() != events.get(cut).revision()) {
            cut++;
        }
        long revision = place.response().revision();
        assertBroken(
                told.with(
                        place,
                        List.of(
                                new Received.Response(revision, events.subList(0, cut), false),
                                new Received.Response(revision, events.subList(cut, events.size()), false))),
                WatchGuarantee.ATOMIC);
    }

    @Seeds(150)
    void aSwappedOrderIsSeen(Seed seed) {
        Told told = Told.of(seed);
        Place place = told.place(seed, each -> revisions(each) > 1);
        List<WatchEvent> backwards = place.response().events().reversed();
        assertBroken(
                told.with(place, List.of(new Received.Response(place.response().revision(), backwards, false))),
                WatchGuarantee.ORDERED);
    }

    @Seeds(150)
    void anotherPairBeforeIsSeen(Seed seed) {
        Told told = Told.of(seed);
        Place place = told.place(seed, events -> true);
        List<WatchEvent> events = new ArrayList<>(place.response().events());
        int at = seed.between(0, events.size() - 1);
        Pair other = new Pair(events.get(at).key(), "never", 1, 1, 1);
        events.set(at, events.get(at).after(other));
        assertBroken(
                told.with(place, List.of(new Received.Response(place.response().revision(), events, false))),
                WatchGuarantee.PREVIOUS);
    }

    @Seeds(150)
    void aProgressNotificationThatRunsAheadIsSeen(Seed seed) {
        Told told = Told.of(seed);
        Place place = told.place(seed, events -> true);
        long ahead = place.response().events().getFirst().revision();
        Received.Response later = new Received.Response(
                Math.max(ahead, place.response().revision()), place.response().events(), false);
        assertBroken(
                told.with(place, List.of(new Received.Progress(ahead), later)), WatchGuarantee.BOOKMARKABLE);
    }

    /** The connection is lost before a response, and the next begins after it. */
    @Seeds(150)
    void aResponseThatIsLostWithItsConnectionIsSeen(Seed seed) {
        Told told = Told.of(seed);
        Place place = told.place(seed, events -> true);
        long from = place.lastTold() + 1;
        Received end = new Received.Progress(told.newest());
        assertBroken(
                told.with(place, List.of(new Received.Reconnected(from))).and(end),
                WatchGuarantee.RESUMABLE,
                WatchGuarantee.RELIABLE);
    }

    private static void assertBroken(Told told, WatchGuarantee... expected) {
        assertThat(told.check().breaches()).extracting(WatchBreach::guarantee).as(told.text()).contains(expected);
    }

    private static long revisions(List<WatchEvent> events) {
        return events.stream().map(WatchEvent::revision).distinct().count();
    }

    /** Where one response was received, of one watch. */
    private record Place(int watch, int at, Received.Response response, long lastTold) {}

    private record Told(Chronicle chronicle, List<Watch> watches) {
        static Told of(Seed seed) {
            Chronicle chronicle = happening(seed, 40);
            List<Watch> watches = new ArrayList<>();
            while (watches.stream().noneMatch(Told::isRich)) {
                watches.add(watch(seed, chronicle, "w" + watches.size()));
            }
            return new Told(chronicle, watches);
        }

        /** Whether each fault can be planted in it. */
        private static boolean isRich(Watch watch) {
            boolean severalOfOne = false;
            boolean several = false;
            for (Place place : places(0, watch)) {
                List<WatchEvent> events = place.response().events();
                severalOfOne |= revisions(events) < events.size();
                several |= revisions(events) > 1;
            }
            return severalOfOne && several;
        }

        WatchReport check() {
            return WatchChecker.check(chronicle, watches);
        }

        WatchText.Recorded recorded() {
            return new WatchText.Recorded(chronicle, watches);
        }

        String text() {
            return WatchText.text(recorded());
        }

        long newest() {
            return chronicle.changes().getLast().revision();
        }

        /** One for which this holds, of the watch that was made last. */
        Place place(Seed seed, Predicate<List<WatchEvent>> only) {
            return seed.pick(places(watches.size() - 1, watches.getLast()).stream()
                    .filter(place -> only.test(place.response().events()))
                    .toList());
        }

        /** Of all responses with events that are whole. */
        private static List<Place> places(int number, Watch watch) {
            List<Place> places = new ArrayList<>();
            long lastTold = watch.startRevision() - 1;
            boolean isFragment = false;
            for (int at = 0; at < watch.received().size(); at++) {
                switch (watch.received().get(at)) {
                    case Received.Response response -> {
                        if (!isFragment && !response.continues()) {
                            places.add(new Place(number, at, response, lastTold));
                        }
                        isFragment = response.continues();
                        lastTold = isFragment
                                ? lastTold
                                : response.events().getLast().revision();
                    }
                    case Received.Progress(long revision) -> lastTold = revision;
                    case Received.Reconnected _ -> isFragment = false;
                }
            }
            return places;
        }

        /** Nothing else comes after, so that it is the only fault. */
        Told with(Place place, List<Received> instead) {
            Watch watch = watches.get(place.watch());
            List<Received> received = new ArrayList<>(watch.received().subList(0, place.at()));
            received.addAll(instead);
            return with(received);
        }

        Told and(Received last) {
            List<Received> received = new ArrayList<>(watches.getLast().received());
            received.add(last);
            return with(received);
        }

        private Told with(List<Received> received) {
            List<Watch> others = new ArrayList<>(watches);
            Watch watch = others.removeLast();
            others.add(new Watch(
                    watch.name(),
                    watch.range(),
                    watch.unwanted(),
                    watch.previous(),
                    watch.startRevision(),
                    received));
            return new Told(chronicle, others);
        }
    }

    private static Chronicle happening(Seed seed, int revisions) {
        List<WatchEvent> changes = new ArrayList<>();
        Map<String, Pair> pairs = new HashMap<>();
        for (long revision = 2; revision < 2 + revisions; revision++) {
            int most = seed.between(1, KEYS.size());
            for (String key : KEYS.subList(seed.between(0, most - 1), most)) {
                Pair was = pairs.get(key);
                if (was != null && seed.oneIn(3)) {
                    changes.add(WatchEvent.delete(key, revision));
                    pairs.remove(key);
                } else {
                    Pair is = new Pair(
                            key,
                            "v" + revision,
                            revision,
                            was == null ? revision : was.createRevision(),
                            was == null ? 1 : was.version() + 1);
                    changes.add(new WatchEvent(WatchEvent.Type.PUT, is, Optional.empty()));
                    pairs.put(key, is);
                }
            }
        }
        return new Chronicle(changes, 0);
    }

    /** As a store tells it that keeps all promises. */
    private static Watch watch(Seed seed, Chronicle chronicle, String name) {
        Watch.Range range = new Watch.Range("a", seed.pick("c", "d", "\0"));
        Set<WatchEvent.Type> unwanted = seed.oneIn(4) ? Set.of(seed.pick(WatchEvent.Type.values())) : Set.of();
        long newest = chronicle.changes().getLast().revision();
        long start = seed.between(1, (int) newest / 3);
        Watch asked = new Watch(name, range, unwanted, seed.nextBoolean(), start, List.of());
        List<Received> received = new ArrayList<>();
        long next = start;
        long resumed = start;
        while (next <= newest) {
            long to = Math.min(newest, next + seed.between(0, 4));
            List<WatchEvent> events = events(asked, chronicle, next, to);
            long header = seed.oneIn(5) ? 0 : to;
            if (events.isEmpty()) {
                received.add(new Received.Progress(to));
            } else if (events.size() > 1 && seed.oneIn(4)) {
                int cut = seed.between(1, events.size() - 1);
                received.add(new Received.Response(header, events.subList(0, cut), true));
                if (seed.oneIn(3)) {
                    received.add(new Received.Reconnected(resumed));
                    continue;
                }
                received.add(new Received.Response(header, events.subList(cut, events.size()), false));
            } else {
                received.add(new Received.Response(header, events, false));
            }
            next = to + 1;
            resumed = events.isEmpty() ? next : events.getLast().revision() + 1;
            if (seed.oneIn(6)) {
                received.add(new Received.Progress(to));
                resumed = next;
            }
            if (seed.oneIn(8)) {
                received.add(new Received.Reconnected(resumed));
            }
        }
        return new Watch(name, range, unwanted, asked.previous(), start, received);
    }

    private static List<WatchEvent> events(Watch watch, Chronicle chronicle, long from, long to) {
        Map<WatchEvent, Optional<Pair>> before = chronicle.before();
        return chronicle.changes().stream()
                .filter(each -> each.revision() >= from && each.revision() <= to && watch.isAbout(each))
                .map(each -> before.getOrDefault(each, Optional.empty())
                        .filter(was -> watch.previous())
                        .map(each::after)
                        .orElse(each))
                .toList();
    }
}
