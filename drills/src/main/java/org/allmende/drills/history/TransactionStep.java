package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Answer.Transacted;
import org.allmende.drills.history.Sightings.Change;
import org.allmende.drills.history.StoreState.Held;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to a group of keys, as far as its answer allows: no state where what was told cannot be so,
 * several where it is not known whether a comparison holds.
 *
 * @param told none: nothing is known of the answer
 * @param revision after it; 0: not known
 * @param isForgotten whether it may do either, whether its comparisons hold or not
 */
record TransactionStep(
        Telling telling, Transaction call, @Nullable Transacted told, long revision, boolean isForgotten)
        implements Entry.Step<StoreState> {
    @Override
    public List<StoreState> from(StoreState before) {
        List<StoreState> holding = List.of(before);
        List<StoreState> refused = new ArrayList<>();
        if (isForgotten) {
            refused.add(before);
        }
        for (Comparison comparison : isForgotten ? List.<Comparison>of() : call.comparisons()) {
            refused.addAll(where(holding, comparison, false));
            holding = where(holding, comparison, true);
        }
        List<StoreState> after = new ArrayList<>();
        if (told == null || told.succeeded()) {
            holding.forEach(state -> done(state, call.actions()).ifPresent(after::add));
        }
        if (told == null || !told.succeeded()) {
            refused.forEach(state -> done(state, call.otherwise()).ifPresent(after::add));
        }
        return after;
    }

    private List<StoreState> where(List<StoreState> states, Comparison comparison, boolean holds) {
        int key = telling.number(comparison.key());
        return states.stream()
                .flatMap(state -> {
                    Held held = state.held(key);
                    return switch (comparison) {
                        case Comparison.ValueIs(String _, String value) ->
                            only(state, holds == (held.exists() && held.value().equals(value)));
                        case Comparison.VersionIs(String _, long version) ->
                            only(state, holds == (version == 0 ? !held.exists() : held.version() == version));
                        case Comparison.ModRevisionIs(String _, long revision) ->
                            !held.exists() || revision == 0
                                    ? only(state, holds == (!held.exists() && revision == 0))
                                    : modified(state, key, revision, holds);
                    };
                })
                .toList();
    }

    private static Stream<StoreState> only(StoreState state, boolean isTaken) {
        return isTaken ? Stream.of(state) : Stream.empty();
    }

    private static Stream<StoreState> modified(StoreState state, int key, long revision, boolean holds) {
        return holds
                ? state.modified(key, revision, revision).stream()
                : Stream.concat(
                        state.modified(key, 0, revision - 1).stream(),
                        state.modified(key, revision + 1, Long.MAX_VALUE).stream());
    }

    /** None when what was told cannot be so. */
    private Optional<StoreState> done(StoreState before, List<Action> actions) {
        Changes changes = new Changes(before);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            int key = telling.number(action.key());
            if (told != null && !changes.reads(key, told.readings().get(i))) {
                return Optional.empty();
            }
            boolean possible =
                    switch (action) {
                        case Action.Put(String _, String value) -> changes.put(key, value);
                        case Action.Get _ -> true;
                        case Action.Delete _ -> changes.delete(key);
                    };
            if (!possible) {
                return Optional.empty();
            }
        }
        return changes.end();
    }

    /** One transaction at work: all it changes, it changes at one revision. */
    private final class Changes {
        private StoreState state;
        private final Set<Integer> changed = new HashSet<>();
        private boolean hasChanged;
        private int firstPut = -1;

        Changes(StoreState before) {
            this.state = before;
        }

        boolean reads(int key, Reading reading) {
            Held held = state.held(key);
            return switch (reading) {
                case Reading.Untold() -> true;
                case Reading.Absent() -> !held.exists();
                case Reading.Existed() -> held.exists();
                case Reading.Found(String value, long modRevision, long version) ->
                    held.exists()
                            && held.value().equals(value)
                            && (version == 0 || held.version() == version)
                            && (modRevision == 0 || became(state.modified(key, modRevision, modRevision)));
            };
        }

        boolean put(int key, String value) {
            if (!change(key)) {
                return false;
            }
            long version = telling.versions() ? state.held(key).version() + 1 : 1;
            Held latest = firstPut >= 0 && state.held(firstPut).exists() ? state.held(firstPut) : latest();
            state = state.with(key, new Held(value, version, latest.low(), latest.high(), latest.age()));
            firstPut = firstPut < 0 ? key : firstPut;
            return true;
        }

        /** As far as is known of the revision that is being made. */
        private Held latest() {
            if (!telling.revisions()) {
                return Held.NOTHING;
            }
            return new Held("", 0, state.floor(), revision > 0 ? revision : Long.MAX_VALUE, 0);
        }

        boolean delete(int key) {
            if (!state.held(key).exists()) {
                return true;
            }
            if (!change(key)) {
                return false;
            }
            state = state.with(key, Held.NOTHING);
            return true;
        }

        private boolean change(int key) {
            changed.add(key);
            if (hasChanged || !telling.revisions()) {
                return true;
            }
            hasChanged = true;
            return became(revision > 0 ? state.changedAt(revision) : Optional.of(state.changed()));
        }

        private boolean became(Optional<StoreState> next) {
            next.ifPresent(known -> state = known);
            return next.isPresent();
        }

        Optional<StoreState> end() {
            if (!changed.stream().allMatch(this::isAsWasTold)) {
                return Optional.empty();
            }
            return hasChanged || revision == 0 ? Optional.of(state) : state.at(revision);
        }

        /** Or who told more of this change would fit nowhere later. */
        private boolean isAsWasTold(int key) {
            Held held = state.held(key);
            return !held.exists()
                    || !held.isCertain()
                    || telling.sightings()
                            .changed(new Change(telling.keys().get(key), held.low()))
                            .map(found -> held.value().equals(found.value())
                                    && (found.version() == 0 || held.version() == found.version()))
                            .orElse(true);
        }
    }
}
