package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How acquires and releases change a lock: one session at most holds it, and each hold has a greater fence than all
 * before. Each lock is for itself.
 */
final class Locks {
    private Locks() {}

    /** One for each lock; operations that have failed, and calls of another kind, are in none. */
    static List<Partition<LockState>> partitions(List<Operation> operations) {
        Map<String, List<Operation>> byLock = new TreeMap<>();
        for (Operation operation : operations) {
            if (!(operation.outcome() instanceof Outcome.Failed)) {
                lock(operation.call())
                        .ifPresent(lock -> byLock.computeIfAbsent(lock, any -> new ArrayList<>())
                                .add(operation));
            }
        }
        return byLock.entrySet().stream()
                .map(lock -> partition(lock.getKey(), lock.getValue()))
                .toList();
    }

    private static Optional<String> lock(Call call) {
        return switch (call) {
            case Transaction _ -> Optional.empty();
            case Call.Acquire(String lock, String _) -> Optional.of(lock);
            case Call.Release(String lock, String _) -> Optional.of(lock);
        };
    }

    private static Partition<LockState> partition(String lock, List<Operation> operations) {
        boolean tellsFences = operations.stream()
                .anyMatch(each ->
                        each.outcome() instanceof Outcome.Ok(long _, Answer.Acquired(long fence)) && fence > 0);
        return new Partition<>(
                "lock " + Words.quoted(lock),
                operations,
                LockState.FREE,
                operations.stream()
                        .flatMap(operation -> entry(operation, tellsFences))
                        .toList(),
                LockState::fence,
                (_, _) -> Stream.empty(),
                Locks::text,
                (known, others) ->
                        partition(lock, Stream.concat(known.stream(), others.stream()).toList()));
    }

    private static Stream<Entry<LockState>> entry(Operation operation, boolean tellsFences) {
        return switch (operation.call()) {
            case Transaction _ -> Stream.empty();
            case Call.Acquire acquire ->
                switch (operation.outcome()) {
                    case Outcome.Ok ok -> {
                        long fence = ok.answer() instanceof Answer.Acquired acquired ? acquired.fence() : 0;
                        yield Stream.of(Entry.answered(
                                operation,
                                ok,
                                acquire,
                                state -> acquired(state, acquire.session(), fence, tellsFences),
                                false,
                                fence));
                    }
                    case Outcome.Failed _ -> Stream.empty();
                    case Outcome.Unknown() ->
                        Stream.of(Entry.unknown(
                                operation, acquire, state -> acquired(state, acquire.session(), 0, tellsFences)));
                };
            case Call.Release release -> {
                Entry.Step<LockState> step = state -> released(state, release.session());
                yield switch (operation.outcome()) {
                    case Outcome.Ok ok -> Stream.of(Entry.answered(operation, ok, release, step, false, 0));
                    case Outcome.Failed _ -> Stream.empty();
                    case Outcome.Unknown() -> Stream.of(Entry.unknown(operation, release, step));
                };
            }
        };
    }

    /**
     * @param fence 0: not told
     * @param tellsFences whether anybody was told any: what nobody knows is not part of the state
     */
    private static List<LockState> acquired(LockState state, String session, long fence, boolean tellsFences) {
        if (!tellsFences) {
            boolean isFree = state.holder().isEmpty() || state.holder().equals(session);
            return isFree ? List.of(new LockState(session, 0, true)) : List.of();
        }
        if (state.holder().isEmpty()) {
            boolean isTold = fence > 0;
            return isTold && fence <= state.fence()
                    ? List.of()
                    : List.of(new LockState(session, isTold ? fence : state.fence() + 1, isTold));
        }
        if (!state.holder().equals(session)) {
            return List.of();
        }
        if (fence == 0) {
            return List.of(state);
        }
        boolean isSame = state.isCertain() ? fence == state.fence() : fence >= state.fence();
        return isSame ? List.of(new LockState(session, fence, true)) : List.of();
    }

    private static List<LockState> released(LockState state, String session) {
        return List.of(state.holder().equals(session) ? new LockState("", state.fence(), true) : state);
    }

    private static String text(LockState state) {
        String fence = (state.isCertain() ? "" : "at least ") + state.fence();
        return state.holder().isEmpty()
                ? "nobody holds it" + (state.fence() == 0 ? "" : ", and the last fence was " + fence)
                : Words.quoted(state.holder()) + " holds it" + (state.fence() == 0 ? "" : " with fence " + fence);
    }
}
