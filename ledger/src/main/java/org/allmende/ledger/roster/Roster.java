package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;

/**
 * The nodes that have a voice, and how much: in force for one epoch.
 *
 * @param epoch from 0, which is the genesis'
 * @param members in the order of their numbers; at least one has weight
 */
public record Roster(long epoch, @Max(Limits.NODES_MAX) List<Member> members) {
    public Roster {
        members = List.copyOf(members);
        int last = -1;
        for (Member member : members) {
            if (member.node() <= last) {
                throw new IllegalArgumentException("the members of a roster are in the order of their numbers");
            }
            last = member.node();
        }
        if (epoch < 0 || members.stream().allMatch(member -> member.weight() == 0)) {
            throw new IllegalArgumentException("a roster has an epoch from 0 on, and at least one node with weight");
        }
    }

    /** What a network begins with. */
    public static Roster of(Genesis genesis) {
        return first(genesis.nodes());
    }

    /** The first of a network: a node's number is the place of its card. */
    public static Roster first(List<NodeCard> cards) {
        List<Member> members = new ArrayList<>();
        for (int node = 0; node < cards.size(); node++) {
            members.add(new Member(node, cards.get(node)));
        }
        return new Roster(0, members);
    }

    /** The weight of all. */
    public long total() {
        return members.stream().mapToLong(Member::weight).sum();
    }

    /** How many have weight. */
    public int voices() {
        return (int) members.stream().filter(member -> member.weight() > 0).count();
    }

    /** How many nodes may change from one epoch to the next: the rest can lose these and go on. */
    public int changesMax() {
        return Math.max(1, (voices() - 1) / 3);
    }

    public Optional<Member> member(int node) {
        return members.stream().filter(member -> member.node() == node).findFirst();
    }

    /** The node of this name. */
    public Optional<Member> named(String name) {
        return members.stream()
                .filter(member -> member.card().name().equals(name))
                .findFirst();
    }

    /** Whose nodes have how much weight; also those whose nodes have none. */
    public SortedMap<AccountId, Long> operators() {
        SortedMap<AccountId, Long> weights = new TreeMap<>();
        members.forEach(member -> weights.merge(member.operator(), member.weight(), Long::sum));
        return weights;
    }

    /** Whether so much weight is more than two thirds of all, exactly two thirds being too little. */
    public boolean isAgreed(long weight) {
        return Math.multiplyExact(3, weight) > Math.multiplyExact(2, total());
    }

    /** Whether so much weight is a third or more: without it there is no agreement. */
    public boolean canStop(long weight) {
        return Math.multiplyExact(3, weight) >= total();
    }
}
