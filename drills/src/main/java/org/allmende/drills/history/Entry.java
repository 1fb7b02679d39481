package org.allmende.drills.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation as the search takes it: what it does to the states of its model. Equal to none but itself. */
final class Entry<S> {
    private final Operation operation;
    private final Shape shape;
    private final Step<S> step;
    private final boolean isQuiet;
    private final long rank;
    private final long end;

    /** What a model does with a state: those that may follow it; none when what was told cannot be true there. */
    interface Step<S> {
        List<S> from(S state);
    }

    /** A call, in which values that nobody ever saw are all one, and what was told of it, if anything. */
    record Shape(Call call, @Nullable Answer answer) {}

    private Entry(Operation operation, Shape shape, Step<S> step, boolean isQuiet, long rank, long end) {
        this.operation = operation;
        this.shape = shape;
        this.step = step;
        this.isQuiet = isQuiet;
        this.rank = rank;
        this.end = end;
    }

    /** That was answered. */
    static <S> Entry<S> answered(
            Operation operation, Outcome.Ok ok, Call call, Step<S> step, boolean isQuiet, long rank) {
        return new Entry<>(operation, new Shape(call, ok.answer()), step, isQuiet, rank, ok.completedNanos());
    }

    /** That was not answered, but somebody saw before {@code end} that it had happened. */
    static <S> Entry<S> seen(Operation operation, long end, Call call, Step<S> step, long rank) {
        return new Entry<>(operation, new Shape(call, null), step, false, rank, end);
    }

    /** Of which nobody knows. */
    static <S> Entry<S> unknown(Operation operation, Call call, Step<S> step) {
        return new Entry<>(operation, new Shape(call, null), step, false, 0, Long.MAX_VALUE);
    }

    /** As recorded. */
    Operation operation() {
        return operation;
    }

    /** Two entries that need not happen and have equal shapes do the same, whichever is taken. */
    Shape shape() {
        return shape;
    }

    Step<S> step() {
        return step;
    }

    /** Whether it leaves every state as it is, up to what is known of it. */
    boolean isQuiet() {
        return isQuiet;
    }

    /** Operations with ranks happen in the order of their ranks, as far as these differ; 0: has none. */
    long rank() {
        return rank;
    }

    /** When it was invoked. */
    long start() {
        return operation.invokedNanos();
    }

    /** When it was completed; {@link Long#MAX_VALUE}: may happen at any time after its start. */
    long end() {
        return end;
    }

    /** Whether it happened, or only may have. */
    boolean isRequired() {
        return end != Long.MAX_VALUE;
    }
}
