package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a group of keys holds, and what is known of revisions. The revision of a change that told none lies between two
 * bounds; changes of other keys of the store, outside the group, may lie anywhere between those of this one.
 *
 * @param floor the least that the store's revision can be
 * @param held by the number of the key
 */
record StoreState(long floor, List<Held> held) {
    private static final long NO_BOUND = Long.MAX_VALUE;

    StoreState {
        held = List.copyOf(held);
    }

    /**
     * What a key holds.
     *
     * @param version how often it was put since it was created; 0: it is not there
     * @param low the least revision at which it can have been changed last
     * @param high the greatest
     * @param age how many changes of the group came after that one; 0 where the revision is certain. Two keys of one
     *     age that are not certain were changed at once
     */
    record Held(String value, long version, long low, long high, int age) {
        static final Held NOTHING = new Held("", 0, 0, 0, 0);

        boolean exists() {
            return version > 0;
        }

        boolean isCertain() {
            return low == high;
        }

        /** Whether it may be the change at this revision that it holds. */
        boolean mayBeOf(long revision) {
            return exists() && low <= revision && revision <= high;
        }

        Held between(long low, long high) {
            return new Held(value, version, low, high, low == high ? 0 : age);
        }

        private Held older() {
            return isCertain() ? this : new Held(value, version, low, high, age + 1);
        }
    }

    static StoreState empty(int keys) {
        return new StoreState(0, Collections.nCopies(keys, Held.NOTHING));
    }

    Held held(int key) {
        return held.get(key);
    }

    StoreState with(int key, Held other) {
        List<Held> others = new ArrayList<>(held);
        others.set(key, other);
        return new StoreState(floor, others);
    }

    /** One change later, whose revision nobody told. */
    StoreState changed() {
        return new StoreState(floor + 1, held.stream().map(Held::older).toList());
    }

    /** One change later, which made this revision; none when that cannot be. */
    Optional<StoreState> changedAt(long revision) {
        return revision > floor ? changed().at(revision) : Optional.empty();
    }

    /** The store's revision is this one now; none when that cannot be. */
    Optional<StoreState> at(long revision) {
        if (revision < floor) {
            return Optional.empty();
        }
        return checked(
                revision,
                held.stream()
                        .map(each -> each.isCertain()
                                ? each
                                : each.between(each.low(), Math.min(each.high(), revision - each.age())))
                        .toList());
    }

    /** The key was last changed between these revisions, both included; none when that cannot be. */
    Optional<StoreState> modified(int key, long from, long to) {
        Held of = held.get(key);
        long low = Math.max(of.low(), from);
        long high = Math.min(of.high(), to);
        if (low > high || of.isCertain()) {
            return low > high ? Optional.empty() : Optional.of(this);
        }
        List<Held> others = new ArrayList<>();
        for (Held each : held) {
            if (each.isCertain()) {
                others.add(each);
                continue;
            }
            int later = of.age() - each.age();
            long leastOfIt = later >= 0 ? low + later : 0;
            long mostOfIt = later <= 0 && high != NO_BOUND ? high + later : NO_BOUND;
            others.add(each.between(Math.max(each.low(), leastOfIt), Math.min(each.high(), mostOfIt)));
        }
        return checked(Math.max(floor, low + of.age()), others);
    }

    private static Optional<StoreState> checked(long floor, List<Held> held) {
        return held.stream().allMatch(each -> each.low() <= each.high())
                ? Optional.of(new StoreState(floor, held))
                : Optional.empty();
    }
}
