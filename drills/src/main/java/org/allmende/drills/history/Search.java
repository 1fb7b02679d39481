package org.allmende.drills.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.allmende.drills.history.Schedule.Place;
import org.allmende.drills.history.Schedule.Taken;
import org.jspecify.annotations.Nullable;

/**
 * The search for an order in which all operations of a partition are right, after Wing and Gong (1993) with what Lowe
 * added ("Testing for linearizability", 2016): operations are placed only when one of them completes and must have
 * happened, and a configuration that was tried is not tried again. A configuration is how many completions are behind
 * it, which of the open operations are placed already, and the state.
 *
 * <p>Of what could make it long, this is cut off, and none of it can hide an order:
 *
 * <ul>
 *   <li>An operation that changes nothing and is right now is placed now: wherever an order has it later, it can be
 *       moved to here. Nothing else is tried instead.
 *   <li>Where ranks are told (a store's revisions), only the lowest of the open operations can be next.
 *   <li>What is known to be read by something that is not placed yet is not replaced.
 *   <li>A state that has reached a rank beyond that of something that is still to be placed leads nowhere.
 *   <li>Operations of unknown outcome are first taken as if each could happen again and again, though together not
 *       more often than there are. Then it does not matter which were used up, only how many: if there is no order
 *       even so, there is none, and if there is one that uses each at most once, it is one. Only otherwise all is
 *       tried again, and it counts which. Either way, of two configurations that are equal but for what they used
 *       up, the one that used up more is left out; and of those that do the same the first is used first.
 * </ul>
 */
final class Search<S> {
    private final Partition<S> partition;
    private final Schedule<S> schedule;
    private final int configurationsMax;
    private final boolean isRepeating;
    private final Map<Key<S>, List<Slots>> tried = new HashMap<>();
    private final Map<Key<S>, Integer> triedRepeating = new HashMap<>();
    private int configurations;
    private Node<S> furthest;

    /** What came of it. */
    sealed interface End<S> {
        long configurations();

        /** There is an order. */
        record Found<S>(long configurations) implements End<S> {}

        /** There is one in which something of unknown outcome happens more than once. */
        record Repeated<S>(long configurations) implements End<S> {}

        /**
         * There is none.
         *
         * @param order the longest there is before some operation that must have happened fits nowhere
         * @param state after it
         * @param open what is to be placed next and fits nowhere, first what must be at the latest
         * @param hindering what could no longer be placed if one of those were that fit otherwise
         */
        record None<S>(
                long configurations, List<Entry<S>> order, S state, List<Entry<S>> open, List<Entry<S>> hindering)
                implements End<S> {}

        /** More would have to be tried than is allowed. */
        record TooMany<S>(long configurations) implements End<S> {}
    }

    private record Key<S>(int position, Slots placed, S state) {}

    /** A configuration, the unknown operations that it used up, how often in all, and how it came about. */
    private record Node<S>(
            Key<S> key, Slots used, int uses, @Nullable Node<S> before, @Nullable Entry<S> placed) {
        boolean isRepeated() {
            return uses > used.count();
        }
    }

    /** What may come after a node, the likeliest first: what is known to have happened, then what only may have. */
    private static final class Branch<S> {
        private Iterator<Node<S>> alternatives;
        private @Nullable Supplier<List<Node<S>>> unknown;

        Branch(List<Node<S>> known, Supplier<List<Node<S>>> unknown) {
            this.alternatives = known.iterator();
            this.unknown = unknown;
        }

        Optional<Node<S>> next() {
            if (!alternatives.hasNext() && unknown != null) {
                alternatives = unknown.get().iterator();
                unknown = null;
            }
            return alternatives.hasNext() ? Optional.of(alternatives.next()) : Optional.empty();
        }
    }

    private Search(Partition<S> partition, int configurationsMax, boolean isRepeating) {
        this.partition = partition;
        this.schedule = new Schedule<>(partition.entries());
        this.configurationsMax = configurationsMax;
        this.isRepeating = isRepeating;
        Key<S> start = new Key<>(0, Slots.NONE, partition.initial());
        this.furthest = new Node<>(start, Slots.NONE, 0, null, null);
    }

    /**
     * Never {@link End.Repeated}.
     *
     * @param configurationsMax of which it tries, before it gives up
     */
    static <S> End<S> of(Partition<S> partition, int configurationsMax) {
        End<S> end = new Search<>(partition, configurationsMax, true).run();
        return end instanceof End.Repeated<S> ? new Search<>(partition, configurationsMax, false).run() : end;
    }

    private End<S> run() {
        Deque<Branch<S>> stack = new ArrayDeque<>();
        Optional<Node<S>> next = Optional.of(furthest);
        while (true) {
            if (next.isPresent()) {
                Node<S> node = next.get();
                if (node.key().position() == schedule.size()) {
                    return node.isRepeated() ? new End.Repeated<>(configurations) : new End.Found<>(configurations);
                }
                if (isNew(node)) {
                    if (configurations > configurationsMax) {
                        return new End.TooMany<>(configurationsMax);
                    }
                    furthest = isFurther(node) ? node : furthest;
                    stack.push(branch(node));
                }
            } else {
                stack.pop();
            }
            if (stack.isEmpty()) {
                return none();
            }
            next = stack.getFirst().next();
        }
    }

    /** Notes it as tried. */
    private boolean isNew(Node<S> node) {
        boolean isNew = isRepeating ? isNewRepeating(node) : isNewByUse(node);
        configurations += isNew ? 1 : 0;
        return isNew;
    }

    private boolean isNewRepeating(Node<S> node) {
        Integer before = triedRepeating.get(node.key());
        if (before != null && before <= node.uses()) {
            return false;
        }
        triedRepeating.put(node.key(), node.uses());
        return true;
    }

    private boolean isNewByUse(Node<S> node) {
        List<Slots> before = tried.getOrDefault(node.key(), List.of());
        if (before.stream().anyMatch(used -> used.isWithin(node.used()))) {
            return false;
        }
        Stream<Slots> others = before.stream().filter(used -> !node.used().isWithin(used));
        tried.put(node.key(), Stream.concat(others, Stream.of(node.used())).toList());
        return true;
    }

    private boolean isFurther(Node<S> node) {
        int ahead = node.key().position() - furthest.key().position();
        if (node.isRepeated()) {
            return false;
        }
        return ahead > 0 || ahead == 0 && node.key().placed().count() > furthest.key().placed().count();
    }

    private Branch<S> branch(Node<S> node) {
        Place<S> place = schedule.at(node.key().position());
        List<Taken<S>> open = place.open().stream()
                .filter(taken -> !node.key().placed().has(taken.slot()))
                .toList();
        List<Node<S>> next = new ArrayList<>();
        long lowest = lowestRank(open, place);
        if (partition.reached().applyAsLong(node.key().state()) > lowest) {
            return new Branch<>(List.of(), List::of);
        }
        for (Taken<S> taken : open) {
            Entry<S> entry = taken.entry();
            if (entry.rank() > lowest) {
                continue;
            }
            List<S> states = states(node, entry);
            if (entry.isQuiet() && states.contains(node.key().state())) {
                return new Branch<>(List.of(placed(node, taken, node.key().state())), List::of);
            }
            states.forEach(state -> next.add(placed(node, taken, state)));
        }
        return new Branch<>(next, () -> unknown(node, place.optionalCount()));
    }

    private List<Node<S>> unknown(Node<S> node, int invoked) {
        if (node.uses() == invoked) {
            return List.of();
        }
        // By what they do: the first that is not used up, or else, if it may happen again, any.
        Map<Entry.Shape, Integer> chosen = new LinkedHashMap<>();
        for (int number = 0; number < invoked; number++) {
            boolean isUsed = node.used().has(number);
            if (!isUsed || isRepeating) {
                chosen.merge(
                        schedule.optional(number).shape(),
                        number,
                        (one, other) -> node.used().has(one) ? other : one);
            }
        }
        Map<S, Node<S>> repeating = new LinkedHashMap<>();
        List<Node<S>> next = new ArrayList<>();
        for (int number : chosen.values()) {
            Entry<S> entry = schedule.optional(number);
            Key<S> key = node.key();
            Slots used = node.used().with(number);
            for (S state : states(node, entry)) {
                Node<S> after = new Node<>(
                        new Key<>(key.position(), key.placed(), state), used, node.uses() + 1, node, entry);
                next.add(after);
                repeating.merge(state, after, (one, other) -> one.isRepeated() ? other : one);
            }
        }
        return isRepeating ? List.copyOf(repeating.values()) : next;
    }

    /** That may be after an entry, and make nothing impossible that is still to be placed. */
    private List<S> states(Node<S> node, Entry<S> entry) {
        return entry.step().from(node.key().state()).stream()
                .filter(state -> lost(node, entry, state).findAny().isEmpty())
                .toList();
    }

    /** What could no longer be placed. */
    private Stream<Entry<S>> lost(Node<S> node, Entry<S> entry, S after) {
        Key<S> key = node.key();
        return partition.losses().by(key.state(), after)
                .filter(lost -> !lost.equals(entry) && !schedule.isPlaced(lost, key.position(), key.placed()));
    }

    /** Of all that is still to be placed. */
    private long lowestRank(List<Taken<S>> open, Place<S> place) {
        return Stream.concat(open.stream().map(Taken::entry), place.lowestAfter().stream())
                .mapToLong(Entry::rank)
                .filter(rank -> rank > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** With all completions behind it that now are. */
    private Node<S> placed(Node<S> node, Taken<S> taken, S state) {
        int position = node.key().position();
        Slots placed = node.key().placed().with(taken.slot());
        while (position < schedule.size() && placed.has(schedule.at(position).completing().slot())) {
            placed = placed.without(schedule.at(position).completing().slot());
            position++;
        }
        return new Node<>(
                new Key<>(position, placed, state), node.used(), node.uses(), node, taken.entry());
    }

    private End.None<S> none() {
        Deque<Entry<S>> order = new ArrayDeque<>();
        for (Node<S> node = furthest; node != null; node = node.before()) {
            Optional.ofNullable(node.placed()).ifPresent(order::push);
        }
        Place<S> place = schedule.at(furthest.key().position());
        List<Entry<S>> open = place.open().stream()
                .filter(taken -> !furthest.key().placed().has(taken.slot()))
                .map(Taken::entry)
                .toList();
        Stream<Entry<S>> lost = open.stream().flatMap(entry -> entry.step().from(furthest.key().state()).stream()
                .flatMap(state -> lost(furthest, entry, state)));
        Stream<Entry<S>> lower = place.lowestAfter().stream()
                .filter(after -> open.stream().anyMatch(entry -> entry.rank() > after.rank()));
        return new End.None<>(
                configurations,
                List.copyOf(order),
                furthest.key().state(),
                open,
                Stream.concat(lost, lower).distinct().toList());
    }
}
