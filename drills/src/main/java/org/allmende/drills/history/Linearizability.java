package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a history could be of one store, and its locks, that does one thing after the other: each operation at some
 * moment between its invocation and its completion. Each group of keys that transactions connect, and each lock, is
 * judged for itself; told revisions are judged over the whole store too.
 *
 * <p>The store is empty when the history begins, at a revision that nobody knows; what was there before is told by
 * puts before all else. Nobody else may change the keys that are named: one that may end with its lease is deleted by
 * an operation of unknown outcome, from the first moment on at which it may have ended. Other keys may be changed by
 * anybody. Reads that need not be linearizable (etcd's serializable ones) have no place in it. A read of several keys
 * at once is a transaction.
 *
 * <p>Give each put a value of its own, and tell all revisions that are known: then what was read tells where it was
 * from, and hardly anything has to be tried.
 *
 * <p>Where revisions are told of some operations only, the groups may agree each for itself and not together; that is
 * not seen.
 */
public final class Linearizability {
    /** What is tried for each part unless told otherwise: about half a gigabyte. */
    public static final int CONFIGURATIONS_MAX = 2_000_000;

    private final int configurationsMax;

    public Linearizability() {
        this(CONFIGURATIONS_MAX);
    }

    /** @param configurationsMax for each part of the history, how many are tried before it is called undecided */
    public Linearizability(int configurationsMax) {
        this.configurationsMax = configurationsMax;
    }

    /** Takes the longer the more operations are open at once and tell no revisions. */
    public Ruling check(History history) {
        List<Operation> operations = history.operations().stream()
                .filter(each -> !(each.outcome() instanceof Outcome.Failed))
                .toList();
        Findings findings = new Findings();
        Stream.concat(Store.partitions(operations).stream(), Locks.partitions(operations).stream())
                .forEach(partition -> judge(partition, findings));
        if (findings.violations.isEmpty()) {
            RevisionOrder.violated(operations).ifPresent(findings.violations::add);
        }
        if (!findings.violations.isEmpty()) {
            return new Ruling.Refused(findings.violations);
        }
        if (!findings.undecided.isEmpty()) {
            return new Ruling.Undecided(findings.undecided, configurationsMax);
        }
        return new Ruling.Accepted(operations.size(), findings.configurations);
    }

    private static final class Findings {
        private final List<Violation> violations = new ArrayList<>();
        private final List<String> undecided = new ArrayList<>();
        private long configurations;
    }

    private <S> void judge(Partition<S> partition, Findings findings) {
        Search.End<S> end = Search.of(partition, configurationsMax);
        findings.configurations += end.configurations();
        switch (end) {
            case Search.End.Found<S> _ -> {}
            case Search.End.None<S> none -> findings.violations.add(violation(partition, none));
            case Search.End.Repeated<S> _ -> throw new AssertionError("it ends with an order, or without");
            case Search.End.TooMany<S> _ -> findings.undecided.add(partition.subject());
        }
    }

    private static <S> Violation violation(Partition<S> partition, Search.End.None<S> none) {
        List<Operation> contradiction = Contradiction.of(partition, none);
        return new Violation(
                partition.subject(),
                contradiction,
                operations(none.order().stream()),
                partition.text().apply(none.state()),
                operations(none.open().stream()),
                operations(none.hindering().stream().filter(each -> !none.open().contains(each))),
                partition.operations().size() - contradiction.size());
    }

    private static <S> List<Operation> operations(Stream<Entry<S>> entries) {
        return entries.map(Entry::operation).toList();
    }
}
