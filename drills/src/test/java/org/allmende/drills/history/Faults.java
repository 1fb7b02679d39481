package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;
import org.allmende.ledger.seeds.Seed;

/** Plants in a true history what a store with a fault might have told, so that it cannot be true any more. */
final class Faults {
    private final List<Operation> operations;
    private final Seed seed;

    /** @param culprits of which the explanation must name at least one */
    record Planted(History history, List<Operation> culprits) {}

    private record Write(Operation operation, String key, String value, long revision) {
        long end() {
            return completed(operation);
        }
    }

    Faults(History history, Seed seed) {
        this.operations = history.operations();
        this.seed = seed;
    }

    /** A read tells of a value that was overwritten before the read began. */
    Optional<Planted> staleRead() {
        List<Write> writes = puts();
        List<Operation> reads = oks().filter(each -> each.call() instanceof Transaction call
                        && call.comparisons().isEmpty()
                        && call.actions().size() == 1
                        && call.actions().getFirst() instanceof Action.Get)
                .toList();
        for (int attempt = 0; attempt < 1_000 && !reads.isEmpty(); attempt++) {
            Operation read = seed.pick(reads);
            Write first = seed.pick(writes);
            Optional<Write> second = writes.stream()
                    .filter(each -> each.key().equals(first.key())
                            && each.operation().invokedNanos() > first.end()
                            && each.end() < read.invokedNanos())
                    .findFirst();
            if (second.isPresent() && ((Transaction) read.call()).keys().contains(first.key())) {
                Transacted told = (Transacted) answer(read);
                Reading stale = new Reading.Found(first.value(), first.revision(), 0);
                Operation planted = with(read, new Transacted(true, told.revision(), List.of(stale)));
                return Optional.of(planted(read, planted));
            }
        }
        return Optional.empty();
    }

    /** Two compare-and-sets both find the value that was put once, after all: what one of them did is lost. */
    Optional<Planted> lostUpdate() {
        String key = seed.pick(puts()).key();
        long end = operations.stream().mapToLong(Faults::completed).max().orElse(0);
        Transaction put = Transaction.put(key, "put once");
        Comparison found = new Comparison.ValueIs(key, "put once");
        Answer done = Answer.done(0, Reading.UNTOLD);
        Operation one = Operation.ok("x", end + 3, end + 6, Transaction.compareAndSet(found, key, "one"), done);
        Operation other = Operation.ok("y", end + 4, end + 5, Transaction.compareAndSet(found, key, "other"), done);
        List<Operation> more = new ArrayList<>(operations);
        more.addAll(List.of(Operation.ok("x", end + 1, end + 2, put, done), one, other));
        return Optional.of(new Planted(new History(more), List.of(one, other)));
    }

    /** Of two puts of a key, one after the other, each tells the other's revision. */
    Optional<Planted> swappedOrder() {
        List<Write> writes = puts();
        for (int attempt = 0; attempt < 1_000 && !writes.isEmpty(); attempt++) {
            Write first = seed.pick(writes);
            Write second = seed.pick(writes);
            if (first.end() < second.operation().invokedNanos()
                    && first.revision() > 0
                    && second.revision() > 0
                    && first.key().equals(second.key())) {
                Operation one = with(first.operation(), Answer.done(second.revision(), Reading.UNTOLD));
                Operation two = with(second.operation(), Answer.done(first.revision(), Reading.UNTOLD));
                List<Operation> swapped = new ArrayList<>(operations);
                swapped.set(swapped.indexOf(first.operation()), one);
                swapped.set(swapped.indexOf(second.operation()), two);
                return Optional.of(new Planted(new History(swapped), List.of(one, two)));
            }
        }
        return Optional.empty();
    }

    /** Somebody acquires a lock that another surely holds. */
    Optional<Planted> twoHolders() {
        for (Operation each : oks().toList()) {
            if (each.call() instanceof Call.Acquire(String lock, String session)) {
                List<Operation> releases = operations.stream()
                        .filter(other -> other.call().equals(new Call.Release(lock, session))
                                && !(other.outcome() instanceof Outcome.Failed))
                        .toList();
                long until = releases.stream()
                        .mapToLong(Operation::invokedNanos)
                        .min()
                        .orElse(completed(each) + 100);
                if (until > completed(each) + 2) {
                    Operation second = Operation.ok(
                            "second",
                            completed(each) + 1,
                            until - 1,
                            new Call.Acquire(lock, "second"),
                            new Answer.Acquired(0));
                    List<Operation> more = new ArrayList<>(operations);
                    more.add(second);
                    return Optional.of(new Planted(new History(more), List.of(second)));
                }
            }
        }
        return Optional.empty();
    }

    /** Of two holds of a lock, one after the other, the second is given a fence below the first. */
    Optional<Planted> fenceGoesBack() {
        for (Operation first : oks().toList()) {
            for (Operation second : oks().toList()) {
                if (first.call() instanceof Call.Acquire one
                        && second.call() instanceof Call.Acquire two
                        && one.lock().equals(two.lock())
                        && completed(first) < second.invokedNanos()
                        && answer(first) instanceof Answer.Acquired(long fence)
                        && answer(second) instanceof Answer.Acquired(long other)
                        && fence > 1
                        && other > 0
                        && !one.session().equals(two.session())) {
                    return Optional.of(planted(second, with(second, new Answer.Acquired(fence - 1))));
                }
            }
        }
        return Optional.empty();
    }

    private Planted planted(Operation before, Operation planted) {
        List<Operation> changed = new ArrayList<>(operations);
        changed.set(changed.indexOf(before), planted);
        return new Planted(new History(changed), List.of(planted));
    }

    private Stream<Operation> oks() {
        return operations.stream().filter(each -> each.outcome() instanceof Outcome.Ok);
    }

    /** Plain ones, that were answered. */
    private List<Write> puts() {
        List<Write> puts = new ArrayList<>();
        oks().forEach(each -> {
            if (each.call() instanceof Transaction call
                    && call.comparisons().isEmpty()
                    && call.actions().size() == 1
                    && call.actions().getFirst() instanceof Action.Put(String key, String value)) {
                puts.add(new Write(each, key, value, ((Transacted) answer(each)).revision()));
            }
        });
        return puts;
    }

    private static Operation with(Operation operation, Answer answer) {
        return Operation.ok(
                operation.client(), operation.invokedNanos(), completed(operation), operation.call(), answer);
    }

    private static Answer answer(Operation operation) {
        return ((Outcome.Ok) operation.outcome()).answer();
    }

    private static long completed(Operation operation) {
        return switch (operation.outcome()) {
            case Outcome.Ok ok -> ok.completedNanos();
            case Outcome.Failed failed -> failed.completedNanos();
            case Outcome.Unknown() -> operation.invokedNanos();
        };
    }
}
