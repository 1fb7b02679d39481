package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Transaction.Comparison;

/**
 * Judges a history by trying every order, every subset of what is unknown, and every revision that was not told; but
 * the same rest at the same store once only.
 */
final class BruteForce {
    private final long mostTold;
    private final Set<Tried> tried = new HashSet<>();

    private record Tried(List<Operation> rest, Object store) {}

    private BruteForce(long mostTold) {
        this.mostTold = mostTold;
    }

    static boolean accepts(History history) {
        List<Operation> operations = history.operations().stream()
                .filter(each -> !(each.outcome() instanceof Outcome.Failed))
                .toList();
        PlainStore store = new PlainStore();
        store.moveTo(0);
        return new BruteForce(mostTold(operations)).accepts(operations, store);
    }

    private boolean accepts(List<Operation> rest, PlainStore store) {
        if (rest.stream().allMatch(each -> each.outcome() instanceof Outcome.Unknown)) {
            return true;
        }
        if (!tried.add(new Tried(rest, store.everything()))) {
            return false;
        }
        for (Operation next : rest) {
            boolean isTooEarly = rest.stream()
                    .anyMatch(each -> each.outcome() instanceof Outcome.Ok ok
                            && ok.completedNanos() < next.invokedNanos());
            if (!isTooEarly) {
                List<Operation> others = new ArrayList<>(rest);
                others.remove(next);
                if (after(next, store).stream().anyMatch(each -> accepts(others, each))) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<PlainStore> after(Operation operation, PlainStore before) {
        List<PlainStore> after = new ArrayList<>();
        switch (operation.call()) {
            case Transaction transaction ->
                revisions(before.revision()).forEach(revision -> {
                    PlainStore store = before.copy();
                    if (isSo(operation.outcome(), before.revision(), store.apply(transaction, revision), store)) {
                        after.add(store);
                    }
                });
            case Call.Acquire acquire ->
                revisions(before.hold(acquire.lock()).fence()).forEach(fence -> {
                    PlainStore store = before.copy();
                    if (store.acquire(acquire, fence)
                            && (!(operation.outcome() instanceof Outcome.Ok(long _, Answer.Acquired(long told)))
                                    || told == 0
                                    || told == store.hold(acquire.lock()).fence())) {
                        after.add(store);
                    }
                });
            case Call.Release release -> {
                PlainStore store = before.copy();
                store.release(release);
                after.add(store);
            }
        }
        return after;
    }

    /** All that the next one can be, up to the first that is greater than all that was told. */
    private LongStream revisions(long after) {
        return LongStream.rangeClosed(after + 1, Math.max(after, mostTold) + 1);
    }

    private static boolean isSo(Outcome outcome, long before, Transacted all, PlainStore store) {
        if (!(outcome instanceof Outcome.Ok(long _, Transacted told))) {
            return true;
        }
        if (!PlainStore.agrees(told, all)) {
            return false;
        }
        if (told.revision() == 0) {
            return true;
        }
        if (all.revision() == before && told.revision() >= before) {
            store.moveTo(told.revision());
            return true;
        }
        return told.revision() == all.revision();
    }

    private static long mostTold(List<Operation> operations) {
        long most = 0;
        for (Operation each : operations) {
            if (each.call() instanceof Transaction transaction) {
                for (Comparison comparison : transaction.comparisons()) {
                    most = comparison instanceof Comparison.ModRevisionIs is ? Math.max(most, is.modRevision()) : most;
                }
            }
            if (each.outcome() instanceof Outcome.Ok(long _, Transacted told)) {
                most = Math.max(most, told.revision());
                for (Reading reading : told.readings()) {
                    most = reading instanceof Reading.Found found ? Math.max(most, found.modRevision()) : most;
                }
            }
            if (each.outcome() instanceof Outcome.Ok(long _, Answer.Acquired(long fence))) {
                most = Math.max(most, fence);
            }
        }
        return most;
    }
}
