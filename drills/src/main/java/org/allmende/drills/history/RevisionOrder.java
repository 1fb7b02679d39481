package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The revisions of a store over all its keys, which no group of keys alone can show: no two changes make the same one,
 * and what is invoked after something completed is not told an earlier one.
 */
final class RevisionOrder {
    private record Told(Operation operation, long completed, long revision, boolean isChange, long rank) {}

    private RevisionOrder() {}

    /** The first two operations that contradict each other, if there are any. */
    static Optional<Violation> violated(List<Operation> operations) {
        List<Told> told = new ArrayList<>();
        for (Operation each : operations) {
            if (each.call() instanceof Transaction call
                    && each.outcome() instanceof Outcome.Ok(long at, Answer.Transacted answer)
                    && answer.revision() > 0) {
                told.add(new Told(
                        each, at, answer.revision(), Store.mustChange(call, answer), Store.rank(call, answer)));
            }
        }
        return twiceMade(told).or(() -> goneBack(told));
    }

    private static Optional<Violation> twiceMade(List<Told> told) {
        Map<Long, Told> made = new HashMap<>();
        for (Told each : told) {
            if (each.isChange()) {
                Told other = made.putIfAbsent(each.revision(), each);
                if (other != null) {
                    return Optional.of(violation("two changes made one revision", other, each, told.size()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Violation> goneBack(List<Told> told) {
        List<Told> ranked = told.stream().filter(each -> each.rank() > 0).toList();
        List<Told> byCompletion =
                ranked.stream().sorted(Comparator.comparingLong(Told::completed)).toList();
        List<Told> byInvocation = ranked.stream()
                .sorted(Comparator.comparingLong(each -> each.operation().invokedNanos()))
                .toList();
        Optional<Told> latest = Optional.empty();
        int completed = 0;
        for (Told each : byInvocation) {
            for (; completed < byCompletion.size()
                            && byCompletion.get(completed).completed()
                                    < each.operation().invokedNanos();
                    completed++) {
                Told next = byCompletion.get(completed);
                latest = latest.filter(before -> before.rank() >= next.rank()).or(() -> Optional.of(next));
            }
            if (latest.isPresent() && latest.get().rank() > each.rank()) {
                return Optional.of(violation("revisions went back", latest.get(), each, told.size()));
            }
        }
        return Optional.empty();
    }

    private static Violation violation(String what, Told first, Told second, int told) {
        return new Violation(
                "the whole store, " + what,
                List.of(first.operation(), second.operation()),
                List.of(),
                "",
                List.of(),
                List.of(),
                told - 2);
    }
}
