package org.allmende.ledger.roster;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;

/** What members can decide. */
public sealed interface Proposal {
    /**
     * Another roster, from the next epoch on.
     *
     * @param changes at least one, each of another node
     * @param evenIfConcentrated whether it is to pass although an operator, provider, region or jurisdiction has a third
     *     of the weight or more by it: whoever votes for it has been told
     */
    @Tag(0)
    record ChangeRoster(@Max(Limits.NODES_MAX) List<RosterChange> changes, boolean evenIfConcentrated)
            implements Proposal {
        public ChangeRoster {
            changes = List.copyOf(changes);
            if (changes.isEmpty()) {
                throw new IllegalArgumentException("a change of the roster changes at least one node");
            }
        }
    }

    /**
     * Another machine in the place of one that has not been heard for as long as the members have agreed on: its
     * operator needs nobody's vote, and the others may object.
     *
     * @param card as in {@link RosterChange.Renew}
     */
    @Tag(1)
    record ReplaceSilent(int node, NodeCard card) implements Proposal {}

    /** Another authority behind the account of an operator, who has lost the one there was. */
    @Tag(2)
    record GiveAuthority(AccountId operator, Authority authority) implements Proposal {}

    /** Another way to decide. */
    @Tag(3)
    record Govern(Governance governance) implements Proposal {}

    /** Whether whoever is in favour has to say how the claims on a card were checked. */
    default boolean bringsCard() {
        return this instanceof ChangeRoster(List<RosterChange> changes, _)
                && changes.stream()
                        .anyMatch(change -> change instanceof RosterChange.Admit || change instanceof RosterChange.Renew);
    }
}
