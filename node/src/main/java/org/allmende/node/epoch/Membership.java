package org.allmende.node.epoch;

import java.util.Optional;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;

/**
 * Which node of a network this is.
 *
 * @param roster the newest that it knows of, which has it
 * @param node its number, for as long as the network lasts
 */
public record Membership(Roster roster, int node) {
    /** That of the node with this card, whose weight is the members' to say. Empty: the roster does not have it. */
    public static Optional<Membership> in(Roster roster, NodeCard card) {
        return roster.members().stream()
                .filter(member -> isOf(member, card))
                .findFirst()
                .map(member -> new Membership(roster, member.node()));
    }

    /** Whether the roster has another card of this name: another machine stands in this one's place. */
    public static boolean isReplaced(Roster roster, NodeCard card) {
        return roster.named(card.name()).filter(member -> !isOf(member, card)).isPresent();
    }

    /** Its weight in that roster. */
    public long weight() {
        return roster.member(node).orElseThrow().weight();
    }

    private static boolean isOf(Member member, NodeCard card) {
        return member.card().equals(card.weighing(member.weight()));
    }
}
