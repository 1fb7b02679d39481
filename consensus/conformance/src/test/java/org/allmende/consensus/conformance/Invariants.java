package org.allmende.consensus.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allmende.consensus.conformance.Said.Accepted;
import org.allmende.consensus.conformance.Said.Applied;
import org.allmende.consensus.conformance.Said.Astray;
import org.allmende.consensus.conformance.Said.Fate;
import org.allmende.consensus.conformance.Said.Held;
import org.allmende.consensus.conformance.Said.Item;
import org.allmende.consensus.conformance.Said.Restored;

/**
 * What holds for everything the processes of one network have ever said, once it has settled:
 *
 * <ol>
 *   <li>a process goes through the heights without a gap and never back, and agreed time never goes back;
 *   <li>at one height all say the same time, the same transactions in the same order, and the same state, whether they
 *       applied it, replayed it, or took it over;
 *   <li>no height that a process had said when it ended is lost: who lives is at least there;
 *   <li>a transaction is applied at one height only, however often it comes;
 *   <li>what a living process has accepted came in a round, or its validity has passed.
 * </ol>
 */
final class Invariants {
    private final List<String> violations = new ArrayList<>();
    private final Map<Life, List<Said>> told = new LinkedHashMap<>();
    private final Map<Long, First> history = new HashMap<>();
    private final Map<Long, Long> heights = new HashMap<>();

    /** What was said of a height, and by whom, before anybody else. */
    private record First(Life life, Applied applied) {}

    private Invariants() {}

    /** In words; empty when all is well. */
    static List<String> violated(Collection<Life> lives) {
        Invariants invariants = new Invariants();
        // Those that live speak on meanwhile: all are judged by what they had said when this began.
        lives.forEach(life -> invariants.told.put(life, life.said()));
        invariants.told.forEach(invariants::walk);
        invariants.told.forEach(invariants::checkRestored);
        lives.stream().filter(life -> !life.hasEnded()).forEach(invariants::checkLiving);
        return invariants.violations;
    }

    private void walk(Life life, List<Said> sayings) {
        long height = -1;
        long time = Long.MIN_VALUE;
        for (Said said : sayings) {
            switch (said) {
                case Restored restored -> {
                    if (restored.height() < height) {
                        violations.add(
                                "%s went back from height %d to %d".formatted(life, height, restored.height()));
                    }
                    height = restored.height();
                    time = restored.timeMillis();
                }
                case Applied applied -> {
                    if (applied.height() != height + 1) {
                        violations.add("%s went from height %d to %d".formatted(life, height, applied.height()));
                    }
                    if (applied.timeMillis() < time) {
                        violations.add("%s let time go back at height %d".formatted(life, applied.height()));
                    }
                    height = applied.height();
                    time = applied.timeMillis();
                    compare(life, applied);
                }
                case Accepted _, Held _, Astray _ -> {}
            }
        }
    }

    private void compare(Life life, Applied applied) {
        First first = history.putIfAbsent(applied.height(), new First(life, applied));
        if (first == null) {
            applied.items().forEach(item -> note(item, applied.height()));
        } else if (!first.applied().equals(applied)) {
            violations.add("at height %d %s said %s, but %s said %s"
                    .formatted(applied.height(), first.life(), first.applied().line(), life, applied.line()));
        }
    }

    private void note(Item item, long height) {
        Long before = item.fate() == Fate.APPLIED ? heights.put(item.id(), height) : null;
        if (before != null) {
            violations.add("transaction %d was applied at heights %d and %d".formatted(item.id(), before, height));
        }
    }

    private void checkRestored(Life life, List<Said> sayings) {
        for (Said said : sayings) {
            if (said instanceof Restored(long height, long time, String state) && height > 0) {
                First first = history.get(height);
                if (first == null) {
                    violations.add("%s was %s, but nobody applied it".formatted(life, said.line()));
                } else if (first.applied().timeMillis() != time || !first.applied().state().equals(state)) {
                    violations.add("%s was %s, but %s said %s"
                            .formatted(life, said.line(), first.life(), first.applied().line()));
                }
            }
        }
    }

    private void checkLiving(Life life) {
        for (Life ended : told.keySet()) {
            if (ended.hasEnded() && ended.height() > life.height()) {
                violations.add("%s stands at height %d, but %s said %d"
                        .formatted(life, life.height(), ended, ended.height()));
            }
        }
        for (long id : life.waiting()) {
            violations.add("%s accepted transaction %d, and it never came".formatted(life, id));
        }
    }
}
