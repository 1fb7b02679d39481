package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.List;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.ledger.seeds.Seed;

/** Changes something in a small history, which may be true afterwards or not. */
final class Mutation {
    private Mutation() {}

    static History of(History history, Seed seed) {
        List<Operation> operations = new ArrayList<>(history.operations());
        int at = seed.between(0, operations.size() - 1);
        Operation one = operations.get(at);
        if (seed.oneIn(4)) {
            int other = seed.between(0, operations.size() - 1);
            Operation two = operations.get(other);
            operations.set(at, new Operation(one.client(), two.invokedNanos(), one.call(), at(one, two)));
            operations.set(other, new Operation(two.client(), one.invokedNanos(), two.call(), at(two, one)));
        } else {
            operations.set(at, changed(one, seed));
        }
        return new History(operations);
    }

    /** What became of one, when the other did. */
    private static Outcome at(Operation one, Operation other) {
        long end = other.invokedNanos() + Math.max(0, end(one.outcome(), one) - one.invokedNanos());
        long moved = Math.max(other.invokedNanos(), end(other.outcome(), other));
        return switch (one.outcome()) {
            case Outcome.Ok ok -> new Outcome.Ok(other.outcome() instanceof Outcome.Unknown ? end : moved, ok.answer());
            case Outcome.Failed _ -> new Outcome.Failed(moved);
            case Outcome.Unknown unknown -> unknown;
        };
    }

    private static long end(Outcome outcome, Operation of) {
        return switch (outcome) {
            case Outcome.Ok ok -> ok.completedNanos();
            case Outcome.Failed failed -> failed.completedNanos();
            case Outcome.Unknown() -> of.invokedNanos();
        };
    }

    private static Operation changed(Operation operation, Seed seed) {
        Outcome outcome =
                switch (operation.outcome()) {
                    case Outcome.Ok ok when seed.oneIn(6) ->
                        seed.nextBoolean() ? new Outcome.Unknown() : new Outcome.Failed(ok.completedNanos());
                    case Outcome.Ok ok when seed.oneIn(4) ->
                        new Outcome.Ok(Math.max(operation.invokedNanos(), ok.completedNanos() - 4), ok.answer());
                    case Outcome.Ok ok -> new Outcome.Ok(ok.completedNanos(), changed(ok.answer(), seed));
                    case Outcome.Failed failed -> seed.nextBoolean() ? new Outcome.Unknown() : failed;
                    case Outcome.Unknown unknown -> unknown;
                };
        return new Operation(operation.client(), operation.invokedNanos(), operation.call(), outcome);
    }

    private static Answer changed(Answer answer, Seed seed) {
        return switch (answer) {
            case Answer.Acquired(long fence) -> new Answer.Acquired(moved(fence, seed));
            case Answer.Released released -> released;
            case Transacted told -> {
                long revision = seed.oneIn(3) ? moved(told.revision(), seed) : told.revision();
                List<Reading> readings = new ArrayList<>(told.readings());
                if (!readings.isEmpty()) {
                    int at = seed.between(0, readings.size() - 1);
                    readings.set(at, changed(readings.get(at), seed));
                }
                yield new Transacted(told.succeeded(), revision, readings);
            }
        };
    }

    private static Reading changed(Reading reading, Seed seed) {
        return switch (seed.between(0, 5)) {
            case 0 -> Reading.ABSENT;
            case 1 -> Reading.EXISTED;
            case 2 -> Reading.found("v" + seed.between(1, 3));
            default ->
                reading instanceof Reading.Found(String value, long modified, long version)
                        ? new Reading.Found(
                                seed.oneIn(3) ? "v" + seed.between(1, 3) : value,
                                moved(modified, seed),
                                seed.oneIn(3) ? moved(version, seed) : version)
                        : reading;
        };
    }

    private static long moved(long number, Seed seed) {
        return Math.max(0, number + seed.between(-2, 2));
    }
}
