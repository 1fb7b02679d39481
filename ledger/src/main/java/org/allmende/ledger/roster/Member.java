package org.allmende.ledger.roster;

import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.genesis.NodeCard;

/**
 * A node of a roster.
 *
 * @param node its number: never given to another node of this network, from 0
 * @param card with its weight in this roster
 */
public record Member(int node, NodeCard card) {
    public long weight() {
        return card.weight();
    }

    /** The account of who answers for it. */
    public AccountId operator() {
        return AccountId.ofKey(card.operatorKey());
    }

    /** The account that its own gateway signs for. */
    public AccountId gateway() {
        return AccountId.ofKey(card.gatewayKey());
    }
}
