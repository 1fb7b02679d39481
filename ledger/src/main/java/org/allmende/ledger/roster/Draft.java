package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allmende.ledger.Limits;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.signatures.Ed25519;

/** A roster as it would be after some changes, and what is wrong with it. */
final class Draft {
    private final Roster before;
    private final SortedMap<Integer, NodeCard> cards = new TreeMap<>();
    private final Set<Integer> fresh = new TreeSet<>();
    private final Set<Integer> changed = new HashSet<>();
    private int nextNode;

    /** @param nextNode the number of the next node that enters */
    Draft(Roster before, int nextNode) {
        this.before = before;
        this.nextNode = nextNode;
        before.members().forEach(member -> cards.put(member.node(), member.card()));
    }

    /** The number of the next node that enters, after these changes. */
    int nextNode() {
        return nextNode;
    }

    /** Nodes that have yet to be heard: those that enter, and those with other keys. */
    Set<Integer> fresh() {
        return fresh;
    }

    /** To be asked only of a draft that nothing is wrong with. */
    Roster roster(long epoch) {
        List<Member> members = new ArrayList<>();
        cards.forEach((node, card) -> members.add(new Member(node, card)));
        return new Roster(epoch, members);
    }

    /** Makes these changes. @return what keeps them from being made, the first in order of precedence */
    Optional<RosterReason> make(List<RosterChange> changes) {
        TreeSet<RosterReason> objections = new TreeSet<>();
        for (RosterChange change : changes) {
            make(change).ifPresent(objections::add);
        }
        if (objections.isEmpty()) {
            wrongTogether().ifPresent(objections::add);
        }
        return objections.isEmpty() ? Optional.empty() : Optional.of(objections.first());
    }

    private Optional<RosterReason> make(RosterChange change) {
        return switch (change) {
            case RosterChange.Admit(NodeCard card) -> admit(card);
            case RosterChange.Remove(int node) -> known(node).or(() -> {
                cards.remove(node);
                return Optional.empty();
            });
            case RosterChange.Weigh(int node, long weight) -> known(node).or(() -> weigh(node, weight));
            case RosterChange.Renew(int node, NodeCard card) -> known(node).or(() -> renew(node, card));
        };
    }

    private Optional<RosterReason> known(int node) {
        if (before.member(node).isEmpty()) {
            return Optional.of(RosterReason.NODE_UNKNOWN);
        }
        return changed.add(node) ? Optional.empty() : Optional.of(RosterReason.NODE_TWICE);
    }

    private Optional<RosterReason> admit(NodeCard card) {
        if (card.weight() != 0) {
            return Optional.of(RosterReason.ENTERS_WITH_WEIGHT);
        }
        changed.add(nextNode);
        fresh.add(nextNode);
        cards.put(nextNode++, card);
        return Optional.empty();
    }

    private NodeCard now(int node) {
        return before.member(node).orElseThrow().card();
    }

    private Optional<RosterReason> weigh(int node, long weight) {
        NodeCard card = now(node);
        if (card.weight() == weight) {
            return Optional.of(RosterReason.NOTHING_CHANGES);
        }
        cards.put(node, card.weighing(weight));
        return Optional.empty();
    }

    private Optional<RosterReason> renew(int node, NodeCard card) {
        NodeCard now = now(node);
        if (card.equals(now)) {
            return Optional.of(RosterReason.NOTHING_CHANGES);
        }
        if (!card.name().equals(now.name())
                || !card.operatorKey().equals(now.operatorKey())
                || card.weight() != now.weight()) {
            return Optional.of(RosterReason.OTHER_NODE);
        }
        cards.put(node, card);
        fresh.add(node);
        return Optional.empty();
    }

    private Optional<RosterReason> wrongTogether() {
        TreeSet<RosterReason> wrong = new TreeSet<>();
        cards.forEach((node, card) -> {
            if (fresh.contains(node)) {
                wrong.addAll(wrongWith(node, card));
            }
        });
        if (cards.size() > Limits.NODES_MAX) {
            wrong.add(RosterReason.TOO_MANY_NODES);
        }
        if (cards.values().stream().allMatch(card -> card.weight() == 0)) {
            wrong.add(RosterReason.NO_WEIGHT_LEFT);
        }
        if (cards.size() > 1 && cards.values().stream().filter(card -> card.weight() > 0).count() == 1) {
            // An engine makes an event on one of another node, and those without weight need state from it first.
            wrong.add(RosterReason.LONE_VOICE);
        }
        if (changed.size() > before.changesMax()) {
            wrong.add(RosterReason.TOO_MANY_CHANGES);
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong.first());
    }

    private Set<RosterReason> wrongWith(int node, NodeCard card) {
        Set<RosterReason> wrong = new TreeSet<>();
        cards.forEach((other, there) -> {
            if (other != node) {
                wrong.addAll(taken(card, there));
            }
        });
        if (!(Ed25519.isAcceptable(card.gatewayKey()) && Ed25519.isAcceptable(card.operatorKey()))) {
            wrong.add(RosterReason.WEAK_KEY);
        }
        return wrong;
    }

    /** What one card has that only another may have. */
    private static Set<RosterReason> taken(NodeCard card, NodeCard there) {
        Set<RosterReason> taken = new TreeSet<>();
        if (card.name().equals(there.name())) {
            taken.add(RosterReason.NAME_TAKEN);
        }
        boolean sameCertificate = !card.gossipCertificate().isEmpty()
                && card.gossipCertificate().equals(there.gossipCertificate());
        if (sameCertificate || card.gatewayKey().equals(there.gatewayKey())) {
            taken.add(RosterReason.KEY_TAKEN);
        }
        if (card.gossipAddress().equals(there.gossipAddress())) {
            taken.add(RosterReason.ADDRESS_TAKEN);
        }
        return taken;
    }
}
