package org.allmende.consensus.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one process of a node has said, from its start to its end. When it was told to go astray, what it says from then
 * on is left out: it is no part of the network's history.
 */
final class Life {
    private final int node;
    private final int number;
    private final List<Said> said = new ArrayList<>();
    private final Map<Long, Long> waiting = new HashMap<>();
    private final Map<Long, Integer> seen = new HashMap<>();
    private final Map<Long, Long> cameAt = new HashMap<>();
    private final List<Long> transfers = new ArrayList<>();
    private long height;
    private long timeMillis;
    private boolean restored;
    private int idle;
    private boolean holding;
    private boolean astray;
    private boolean ended;

    /** @param number counts the processes of this node, from 0 */
    Life(int node, int number) {
        this.node = node;
        this.number = number;
    }

    synchronized void hear(Said what) {
        if (astray) {
            return;
        }
        said.add(what);
        switch (what) {
            case Said.Restored restored -> {
                height = restored.height();
                timeMillis = restored.timeMillis();
                if (this.restored) {
                    transfers.add(timeMillis);
                }
                this.restored = true;
            }
            case Said.Applied applied -> {
                height = applied.height();
                timeMillis = applied.timeMillis();
                idle = applied.items().isEmpty() ? idle + 1 : 0;
                applied.items().forEach(this::see);
                waiting.values().removeIf(validUntil -> validUntil < timeMillis);
            }
            case Said.Accepted accepted -> {
                if (!seen.containsKey(accepted.id()) && accepted.validUntilMillis() >= timeMillis) {
                    waiting.put(accepted.id(), accepted.validUntilMillis());
                }
            }
            case Said.Held _ -> holding = true;
            case Said.Astray() -> astray = true;
        }
    }

    private void see(Said.Item item) {
        if (item.fate() != Said.Fate.SET_ASIDE) {
            seen.merge(item.id(), 1, Integer::sum);
            cameAt.putIfAbsent(item.id(), timeMillis);
            waiting.remove(item.id());
        }
    }

    /** The process is gone, whether it was killed or not. */
    synchronized void end() {
        ended = true;
    }

    int node() {
        return node;
    }

    int number() {
        return number;
    }

    synchronized List<Said> said() {
        return List.copyOf(said);
    }

    synchronized long height() {
        return height;
    }

    synchronized boolean hasEnded() {
        return ended || astray;
    }

    /** Accepted here, neither seen in a round here nor beyond its validity by agreed time. */
    synchronized List<Long> waiting() {
        return List.copyOf(waiting.keySet());
    }

    /** How often a transaction came in the rounds of this process, set aside or not counted. */
    synchronized int seen(long id) {
        return seen.getOrDefault(id, 0);
    }

    synchronized int seenSince(long firstId) {
        return (int) seen.keySet().stream().filter(id -> id >= firstId).count();
    }

    /** How often it took over state from other nodes: the first time it was restored from its own disk. */
    int transfers() {
        return transferTimes().size();
    }

    /** The agreed time of each state it took over from other nodes. */
    synchronized List<Long> transferTimes() {
        return List.copyOf(transfers);
    }

    /** Agreed time as of the last it has said. */
    synchronized long timeMillis() {
        return timeMillis;
    }

    /** The agreed time of the round in which a transaction first came; empty when it has not. */
    synchronized Optional<Long> cameAt(long id) {
        return Optional.ofNullable(cameAt.get(id));
    }

    /** How many rounds without transactions it has applied since the last with some. */
    synchronized int idleRounds() {
        return idle;
    }

    synchronized boolean isHolding() {
        return holding;
    }

    @Override
    public String toString() {
        return "node " + node + (number == 0 ? "" : " (started " + (number + 1) + " times)");
    }
}
