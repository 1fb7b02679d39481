package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Sightings.Source;

/**
 * The few operations of a refused partition that cannot all be true, whatever became of all others: what is refused
 * although nothing is known of these is refused with more known too. Begins with the operation that fits nowhere and
 * takes more and more of those that may have to do with it; then leaves out again what is not needed.
 */
final class Contradiction<S> {
    /** What one attempt may cost, and all of them; whatever is not found for that is not told. */
    static final int CONFIGURATIONS_MAX = 3_000;

    static final long CONFIGURATIONS_IN_ALL_MAX = 60_000;

    private final Partition<S> partition;
    private final boolean asksUnknown;
    private long left = CONFIGURATIONS_IN_ALL_MAX;

    /** @param asksUnknown whether it matters under which conditions something of unknown outcome would happen */
    private Contradiction(Partition<S> partition, boolean asksUnknown) {
        this.partition = partition;
        this.asksUnknown = asksUnknown;
    }

    /**
     * By the time of invocation; none when it would take too long to find them.
     *
     * @param end where the search came to nothing
     */
    static <S> List<Operation> of(Partition<S> partition, Search.End.None<S> end) {
        List<Operation> centers = Stream.concat(end.open().stream().limit(1), end.hindering().stream())
                .map(Entry::operation)
                .distinct()
                .toList();
        // Mostly it does not, and then there is much less to try.
        List<Operation> found = new Contradiction<>(partition, false).around(centers);
        return found.isEmpty() ? new Contradiction<>(partition, true).around(centers) : found;
    }

    private List<Operation> around(List<Operation> centers) {
        List<Operation> likeliest = likeliestFirst(centers);
        for (int count = Math.min(2, likeliest.size()); left > 0; count = Math.min(2 * count, likeliest.size())) {
            List<Operation> known = likeliest.subList(0, count);
            if (isRefused(known)) {
                return smallest(known);
            }
            if (count == likeliest.size()) {
                break;
            }
        }
        return List.of();
    }

    /** First these, then what wrote the values that they tell of, then what completed shortly before. */
    private List<Operation> likeliestFirst(List<Operation> centers) {
        Set<Operation> first = Set.copyOf(centers);
        Set<Source> sources =
                centers.stream().flatMap(each -> sources(each).stream()).collect(Collectors.toSet());
        Comparator<Operation> isCenter = Comparator.comparing(first::contains);
        Comparator<Operation> isSource = Comparator.comparing(each -> isOneOf(sources, each));
        Comparator<Operation> isNear = Comparator.comparingLong(each -> -distance(each, centers.getFirst()));
        return partition.operations().stream()
                .filter(each -> !(each.outcome() instanceof Outcome.Unknown))
                .sorted(isCenter.thenComparing(isSource).thenComparing(isNear).reversed())
                .toList();
    }

    private static Set<Source> sources(Operation operation) {
        return operation.call() instanceof Transaction call
                        && operation.outcome() instanceof Outcome.Ok(long _, Transacted told)
                ? Sightings.told(call, told)
                : Set.of();
    }

    private static boolean isOneOf(Set<Source> sources, Operation operation) {
        return operation.call() instanceof Transaction call
                && operation.outcome() instanceof Outcome.Ok(long _, Transacted told)
                && sources.stream().anyMatch(source -> Sightings.made(call, told, source));
    }

    private static long distance(Operation operation, Operation center) {
        long far = completed(center) - completed(operation);
        return far >= 0 ? far : Long.MAX_VALUE / 2 - far;
    }

    private static long completed(Operation operation) {
        return switch (operation.outcome()) {
            case Outcome.Ok ok -> ok.completedNanos();
            case Outcome.Failed failed -> failed.completedNanos();
            case Outcome.Unknown() -> operation.invokedNanos();
        };
    }

    private List<Operation> smallest(List<Operation> refused) {
        List<Operation> known = refused;
        for (int size = Math.max(1, known.size() / 2); size > 0; size /= 2) {
            for (int from = 0; from < known.size() && left > 0; ) {
                List<Operation> fewer = new ArrayList<>(known.subList(0, from));
                fewer.addAll(known.subList(Math.min(known.size(), from + size), known.size()));
                if (isRefused(fewer)) {
                    known = fewer;
                } else {
                    from += size;
                }
            }
        }
        return known.stream()
                .sorted(Comparator.comparingLong(Operation::invokedNanos))
                .toList();
    }

    /** With nothing known of all others. */
    private boolean isRefused(List<Operation> known) {
        if (known.isEmpty() || left <= 0) {
            return false;
        }
        Set<Operation> kept = Set.copyOf(known);
        List<Operation> recorded = new ArrayList<>();
        List<Operation> forgotten = new ArrayList<>();
        for (Operation each : partition.operations()) {
            if (kept.contains(each) || asksUnknown && each.outcome() instanceof Outcome.Unknown) {
                recorded.add(each);
            } else {
                forgotten.add(Operation.unknown(each.client(), each.invokedNanos(), each.call()));
            }
        }
        int most = (int) Math.min(left, CONFIGURATIONS_MAX);
        Search.End<S> end = Search.of(partition.forgetting().apply(recorded, forgotten), most);
        left -= Math.max(1, end.configurations());
        return end instanceof Search.End.None<S>;
    }
}
