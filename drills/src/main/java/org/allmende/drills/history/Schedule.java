package org.allmende.drills.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * When the entries of a partition are invoked and completed. Of two things at the same moment nobody knows which was
 * first: a completion comes after the invocations of its moment.
 */
final class Schedule<S> {
    private final List<Place<S>> completions = new ArrayList<>();
    private final List<Entry<S>> optional;
    private final Map<Entry<S>, Slot> slots = new HashMap<>();

    /** @param completion how many complete before it */
    private record Slot(int number, int completion) {}

    /** An entry with a number that no other has while this one is open. */
    record Taken<S>(Entry<S> entry, int slot) {}

    /**
     * A completion.
     *
     * @param completing what is completed here
     * @param open what was invoked before and is not completed before, by the time of completion: first of all
     *     {@code completing} itself
     * @param optionalCount how many of the optional entries were invoked before
     * @param lowestAfter of what was invoked later, the one with the lowest rank
     */
    record Place<S>(Taken<S> completing, List<Taken<S>> open, int optionalCount, Optional<Entry<S>> lowestAfter) {}

    Schedule(List<Entry<S>> entries) {
        optional = entries.stream()
                .filter(entry -> !entry.isRequired())
                .sorted(Comparator.comparingLong(Entry::start))
                .toList();
        List<Entry<S>> byStart = entries.stream()
                .filter(Entry::isRequired)
                .sorted(Comparator.comparingLong(Entry::start))
                .toList();
        List<Entry<S>> byEnd = byStart.stream()
                .sorted(Comparator.comparingLong(Entry::end))
                .toList();
        List<Optional<Entry<S>>> lowestFrom = new ArrayList<>(List.of(Optional.empty()));
        for (Entry<S> each : byStart.reversed()) {
            Optional<Entry<S>> lowest = lowestFrom.getLast();
            boolean isLowest = each.rank() > 0 && lowest.stream().allMatch(other -> each.rank() < other.rank());
            lowestFrom.add(isLowest ? Optional.of(each) : lowest);
        }
        List<Taken<S>> open = new ArrayList<>();
        Deque<Integer> free = new ArrayDeque<>();
        int invoked = 0;
        int optionalInvoked = 0;
        for (Entry<S> each : byEnd) {
            for (; invoked < byStart.size() && byStart.get(invoked).start() <= each.end(); invoked++) {
                open.add(new Taken<>(byStart.get(invoked), free.isEmpty() ? open.size() : free.pop()));
            }
            while (optionalInvoked < optional.size() && optional.get(optionalInvoked).start() <= each.end()) {
                optionalInvoked++;
            }
            open.sort(Comparator.comparingLong(taken -> taken.entry().end()));
            Taken<S> completing = open.getFirst();
            slots.put(completing.entry(), new Slot(completing.slot(), completions.size()));
            Optional<Entry<S>> lowestAfter = lowestFrom.get(byStart.size() - invoked);
            completions.add(new Place<>(completing, List.copyOf(open), optionalInvoked, lowestAfter));
            open.removeFirst();
            free.push(completing.slot());
        }
    }

    /** Whether a required entry is placed, if those before a position are, and of those that are open there these. */
    boolean isPlaced(Entry<S> entry, int position, Slots placed) {
        Slot slot = Objects.requireNonNull(slots.get(entry));
        return slot.completion() < position
                || entry.start() <= at(position).completing().entry().end() && placed.has(slot.number());
    }

    int size() {
        return completions.size();
    }

    Place<S> at(int position) {
        return completions.get(position);
    }

    /** One that need not happen, by the time of its invocation. */
    Entry<S> optional(int number) {
        return optional.get(number);
    }
}
