package org.allmende.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.allmende.client.Race.LostException;

/** Passes through all nodes, until the time is up or none can be reached at all. */
final class Passes {
    private static final long PAUSE_MILLIS_MIN = 50;
    private static final long PAUSE_MILLIS_MAX = 1_000;

    private final long startNanos = System.nanoTime();
    private final long deadlineNanos;
    private final long reachNanos;
    private long pauseMillis = PAUSE_MILLIS_MIN;
    private long reachedNanos = startNanos;
    private LostException last = new LostException(Map.of());

    Passes(ClientSettings settings, Duration patience) {
        this.deadlineNanos = startNanos + patience.toNanos();
        this.reachNanos = settings.reachPatience().toNanos();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Notes that a pass through all nodes brought nothing. */
    void lost(LostException pass) {
        if (!pass.failures().isEmpty()) {
            last = pass;
        }
        if (!pass.failures().stream().allMatch(Passes::isNotThere)) {
            reachedNanos = System.nanoTime();
        }
    }

    private static boolean isNotThere(IOException failure) {
        return failure instanceof NotSentException || failure instanceof WrongNetworkException;
    }

    boolean areOver() {
        return isLate() || System.nanoTime() - reachedNanos >= reachNanos;
    }

    private boolean isLate() {
        return System.nanoTime() + pauseMillis * 1_000_000 - deadlineNanos >= 0;
    }

    /** Longer from pass to pass, and never the same for two clients. */
    void pause() throws InterruptedException {
        Thread.sleep(pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis));
        pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 2);
    }

    /** The first refusal of the last pass that every node would give. */
    Optional<RefusedException> finalRefusal() {
        return refusals().filter(refusal -> !refusal.isPassing()).findFirst();
    }

    /** What the last pass failed with: a refusal if there was one, since that node at least could be reached. */
    IOException failure(String what) {
        Optional<RefusedException> refusal = finalRefusal().or(() -> refusals().findFirst());
        return refusal.isPresent() ? refusal.get() : new NoNodeException(what + ": " + why(), last);
    }

    String why() {
        List<IOException> failures = last.failures();
        String each = failures.isEmpty() ? "all were silent" : String.valueOf(last.getMessage());
        return each + ". Look whether the nodes run, and name others if there are any";
    }

    private Stream<RefusedException> refusals() {
        return last.failures().stream()
                .filter(RefusedException.class::isInstance)
                .map(RefusedException.class::cast);
    }
}
