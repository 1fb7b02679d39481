package org.allmende.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.transaction.Operation;

/** Everything that happened, as a hash and counts; of the last of it the words. */
final class Trace {
    /** Lines kept for who reads a failure. */
    static final int KEPT_MAX = 40;

    private final Timeline timeline;
    private final long startMillis;
    private final MessageDigest digest = Digests.sha256();
    private final Deque<String> last = new ArrayDeque<>();
    private final Map<Happening, Long> counts = new EnumMap<>(Happening.class);
    private final SortedMap<String, Long> outcomes = new TreeMap<>();
    private final SortedMap<String, Long> admissions = new TreeMap<>();

    Trace(Timeline timeline) {
        this.timeline = timeline;
        this.startMillis = timeline.nowMillis();
    }

    void say(String what) {
        String line = (timeline.nowMillis() - startMillis) + " ms: " + what;
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        last.add(line);
        if (last.size() > KEPT_MAX) {
            last.remove();
        }
    }

    void count(Happening happening) {
        counts.merge(happening, 1L, Long::sum);
    }

    long counted(Happening happening) {
        return counts.getOrDefault(happening, 0L);
    }

    /** An operation of this kind came to this. */
    void came(Operation operation, String to) {
        outcomes.merge(operation.getClass().getSimpleName() + " " + to, 1L, Long::sum);
    }

    SortedMap<String, Long> outcomes() {
        return Collections.unmodifiableSortedMap(outcomes);
    }

    /** A client was told this of a transaction. */
    void told(String admission) {
        admissions.merge(admission, 1L, Long::sum);
    }

    SortedMap<String, Long> admissions() {
        return Collections.unmodifiableSortedMap(admissions);
    }

    Map<Happening, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    List<String> last() {
        return List.copyOf(last);
    }

    Bytes digest() {
        try {
            return Bytes.wrap(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of every Java platform can be cloned", e);
        }
    }
}
