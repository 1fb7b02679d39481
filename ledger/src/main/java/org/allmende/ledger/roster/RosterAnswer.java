package org.allmende.ledger.roster;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Governance;

/**
 * Who runs the network.
 *
 * @param inForce the roster, and since when
 * @param next the one that has passed and is not in force yet
 * @param presences when each node of the roster was heard, in its order
 * @param governance how members decide
 */
public record RosterAnswer(
        Term inForce,
        Optional<Term> next,
        @Max(Limits.NODES_MAX) List<Presence> presences,
        Governance governance) {
    public RosterAnswer {
        presences = List.copyOf(presences);
    }

    /** Of a network that has not begun. */
    public static RosterAnswer before(Genesis genesis) {
        Roster roster = Roster.of(genesis);
        return new RosterAnswer(
                new Term(roster, 0, 0, 0, 0, 0),
                Optional.empty(),
                roster.members().stream()
                        .map(member -> new Presence(member.node(), Heard.NEVER))
                        .toList(),
                genesis.parameters().governance());
    }

    /** When a node was heard. */
    public record Presence(int node, Heard heard) {}
}
