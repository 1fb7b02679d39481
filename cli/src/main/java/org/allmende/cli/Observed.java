package org.allmende.cli;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.NodeStatus;

/** A node of the roster as it was just seen: with its own word on how it is doing, unless it gave none. */
record Observed(NodeCard card, Optional<NodeStatus> status) {
    /** Nodes further behind than this in agreed time are not level: a heartbeat and what a gap takes to be one. */
    static final long LEVEL_MILLIS = 8_000;

    /** All nodes of a roster as they are just now, in its order. */
    static List<Observed> look(NetworkClient client, List<NodeCard> roster) throws InterruptedException {
        Map<URI, Optional<NodeStatus>> statuses = client.statuses();
        return roster.stream()
                .map(card -> new Observed(card, statuses.getOrDefault(card.api(), Optional.empty())))
                .toList();
    }

    /** In one word, for people and programs: {@code ordering}, {@code catching-up}, {@code halted}, {@code unreachable}. */
    String state() {
        return status.map(NodeStatus::health)
                .map(Health::state)
                .map(state -> state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse("unreachable");
    }

    boolean isOrdering() {
        return status.map(NodeStatus::health).map(Health::state).filter(Health.State.ORDERING::equals).isPresent();
    }

    /** Whether it takes part, and is as far as the network is: neither behind nor ahead of what can be believed. */
    boolean isLevel(List<Observed> all) {
        return isOrdering() && Math.abs(reachedMillis(all) - timeMillis()) <= LEVEL_MILLIS;
    }

    /**
     * The latest agreed time that nodes with more than a third of all weight have reached. Less than a third may lie, so
     * an honest node is among them. When so few answer that none can be believed, the earliest: nobody is called behind
     * on the word of another.
     */
    private static long reachedMillis(List<Observed> all) {
        long total = all.stream().mapToLong(each -> each.card().weight()).sum();
        List<Observed> furthestFirst = all.stream()
                .filter(each -> each.status().isPresent())
                .sorted(Comparator.comparingLong(Observed::timeMillis).reversed())
                .toList();
        long weight = 0;
        for (Observed each : furthestFirst) {
            weight += each.card().weight();
            if (3 * weight > total) {
                return each.timeMillis();
            }
        }
        return furthestFirst.isEmpty() ? 0 : furthestFirst.getLast().timeMillis();
    }

    private long timeMillis() {
        return status.orElseThrow().timeMillis();
    }

    static Endurance endurance(List<Observed> all) {
        return Endurance.of(all.stream()
                .map(each -> new Endurance.Member(each.card().weight(), each.isLevel(all)))
                .toList());
    }
}
