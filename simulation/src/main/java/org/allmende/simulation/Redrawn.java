package org.allmende.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.ledger.roster.RosterReason;

/** The roster after some changes of the one in force. */
final class Redrawn {
    final SortedMap<Integer, NodeCard> cards;
    final Set<Integer> strange = new HashSet<>();
    int next;
    Optional<RosterReason> wrong = Optional.empty();

    private final SortedMap<Integer, NodeCard> before;

    /** @param next the number of the next node that enters */
    Redrawn(SortedMap<Integer, NodeCard> before, int next, List<RosterChange> changes) {
        this.before = before;
        this.cards = new TreeMap<>(before);
        this.next = next;
        List<RosterReason> each = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (RosterChange change : changes) {
            make(change, seen, each);
        }
        if (each.isEmpty()) {
            together(seen.size(), each);
        }
        wrong = each.stream().min(Enum::compareTo);
    }

    private void make(RosterChange change, Set<Integer> seen, List<RosterReason> objections) {
        if (change instanceof RosterChange.Admit(NodeCard card)) {
            if (card.weight() > 0) {
                objections.add(RosterReason.ENTERS_WITH_WEIGHT);
                return;
            }
            seen.add(next);
            strange.add(next);
            cards.put(next, card);
            next++;
            return;
        }
        int node = node(change);
        NodeCard now = before.get(node);
        if (now == null) {
            objections.add(RosterReason.NODE_UNKNOWN);
        } else if (!seen.add(node)) {
            objections.add(RosterReason.NODE_TWICE);
        } else if (change instanceof RosterChange.Remove) {
            cards.remove(node);
        } else {
            NodeCard card = change instanceof RosterChange.Renew(int _, NodeCard other)
                    ? other
                    : now.weighing(((RosterChange.Weigh) change).weight());
            replace(change, node, now, card, objections);
        }
    }

    private void replace(
            RosterChange change, int node, NodeCard now, NodeCard card, List<RosterReason> objections) {
        boolean renewed = change instanceof RosterChange.Renew;
        boolean same = card.name().equals(now.name())
                && card.operatorKey().equals(now.operatorKey())
                && card.weight() == now.weight();
        if (card.equals(now)) {
            objections.add(RosterReason.NOTHING_CHANGES);
        } else if (renewed && !same) {
            objections.add(RosterReason.OTHER_NODE);
        } else {
            cards.put(node, card);
            if (renewed) {
                strange.add(node);
            }
        }
    }

    private static int node(RosterChange change) {
        return switch (change) {
            case RosterChange.Admit _ -> throw new IllegalArgumentException("has no number yet");
            case RosterChange.Remove(int node) -> node;
            case RosterChange.Weigh(int node, long _) -> node;
            case RosterChange.Renew(int node, NodeCard _) -> node;
        };
    }

    private void together(int changed, List<RosterReason> objections) {
        for (Map.Entry<Integer, NodeCard> one : cards.entrySet()) {
            if (!strange.contains(one.getKey())) {
                continue;
            }
            NodeCard card = one.getValue();
            for (Map.Entry<Integer, NodeCard> each : cards.entrySet()) {
                if (!each.getKey().equals(one.getKey())) {
                    compare(card, each.getValue(), objections);
                }
            }
            if (List.of(card.gatewayKey(), card.operatorKey()).contains(ExpectedAuthority.WEAK_KEY)) {
                objections.add(RosterReason.WEAK_KEY);
            }
        }
        if (cards.size() > 64) {
            objections.add(RosterReason.TOO_MANY_NODES);
        }
        if (weight(cards.values()) == 0) {
            objections.add(RosterReason.NO_WEIGHT_LEFT);
        }
        boolean oneHasAll = cards.values().stream().anyMatch(card -> card.weight() == weight(cards.values()));
        if (cards.size() > 1 && weight(cards.values()) > 0 && oneHasAll) {
            objections.add(RosterReason.LONE_VOICE);
        }
        long voices = before.values().stream()
                .filter(card -> card.weight() > 0)
                .count();
        if (changed > 1 && changed > (voices - 1) / 3) {
            objections.add(RosterReason.TOO_MANY_CHANGES);
        }
    }

    private static void compare(NodeCard card, NodeCard other, List<RosterReason> objections) {
        if (card.name().equals(other.name())) {
            objections.add(RosterReason.NAME_TAKEN);
        }
        if (card.gatewayKey().equals(other.gatewayKey())
                || card.gossipCertificate().length() > 0
                        && card.gossipCertificate().equals(other.gossipCertificate())) {
            objections.add(RosterReason.KEY_TAKEN);
        }
        if (card.host().equals(other.host()) && card.gossipPort() == other.gossipPort()) {
            objections.add(RosterReason.ADDRESS_TAKEN);
        }
    }

    /** @param isLevel of a node that was there before */
    boolean couldOrder(IntPredicate isLevel) {
        long level = 0;
        for (Map.Entry<Integer, NodeCard> each : cards.entrySet()) {
            boolean there = !strange.contains(each.getKey()) && isLevel.test(each.getKey());
            level += there ? each.getValue().weight() : 0;
        }
        return 3 * level > 2 * weight(cards.values());
    }

    private static long weight(Collection<NodeCard> cards) {
        return cards.stream().mapToLong(NodeCard::weight).sum();
    }
}
