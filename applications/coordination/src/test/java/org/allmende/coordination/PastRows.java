package org.allmende.coordination;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** The rows that the changes of a keyspace take, one by one, and how a compaction removes them bit by bit. */
final class PastRows {
    private final TreeMap<Place, KeyEvent> history = new TreeMap<>();
    private final TreeMap<Place, KeyEvent> versions = new TreeMap<>();
    private @Nullable Sweep sweep;

    /** Which change of which revision. */
    private record Place(long revision, int sub) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparingLong(Place::revision).thenComparingInt(Place::sub).compare(this, other);
        }
    }

    /** @param next where it goes on */
    private record Sweep(long target, Place next, long waitingSince) {}

    PastRows copy() {
        PastRows copy = new PastRows();
        copy.history.putAll(history);
        copy.versions.putAll(versions);
        copy.sweep = sweep;
        return copy;
    }

    /** The changes of one revision, in their order. */
    void add(List<KeyEvent> revision) {
        for (int sub = 0; sub < revision.size(); sub++) {
            Place place = new Place(revision.get(sub).revision(), sub);
            history.put(place, revision.get(sub));
            versions.put(place, revision.get(sub));
        }
    }

    int history() {
        return history.size();
    }

    int versions() {
        return versions.size();
    }

    /** Of all versions there still are, whatever they count. */
    long bytes() {
        return versions.values().stream().mapToLong(CopySpace::bytes).sum();
    }

    boolean isSwept() {
        return sweep != null;
    }

    /** Of one that is swept. */
    long waitingSince() {
        return underWay().waitingSince;
    }

    private Sweep underWay() {
        Sweep now = sweep;
        if (now == null) {
            throw new IllegalStateException("nothing is swept here");
        }
        return now;
    }

    /** One that is under way keeps its turn. */
    void beginSweep(long target, long height) {
        sweep = new Sweep(target, new Place(0, 0), sweep == null ? height : sweep.waitingSince);
    }

    /** @return how many changes it looked at, no more than {@code most} */
    int sweep(int most, long height) {
        Sweep now = underWay();
        List<Place> places = history.tailMap(now.next, true).keySet().stream()
                .filter(place -> place.revision <= now.target)
                .limit(most)
                .toList();
        for (Place place : places) {
            lookAt(place, now.target);
        }
        Place last = places.isEmpty() ? now.next : places.getLast();
        sweep = places.size() < most
                ? null
                : new Sweep(now.target, new Place(last.revision, last.sub + 1), height);
        return places.size();
    }

    private void lookAt(Place place, long target) {
        KeyEvent change = history.get(place);
        if (change == null) {
            throw new IllegalStateException("no change is at " + place);
        }
        boolean isTarget = place.revision == target;
        Bytes key = change.keyValue().key();
        Place replacedBefore = isTarget ? new Place(target, 0) : place;
        List<Place> replaced = new ArrayList<>(versions.headMap(replacedBefore).keySet());
        replaced.forEach(each -> versions.computeIfPresent(
                each, (at, version) -> version.keyValue().key().equals(key) ? null : version));
        if (!isTarget) {
            history.remove(place);
            if (change.kind() == KeyEvent.Kind.DELETE) {
                versions.remove(place);
            }
        }
    }
}
