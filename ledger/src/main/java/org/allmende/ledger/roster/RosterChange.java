package org.allmende.ledger.roster;

import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.genesis.NodeCard;

/** What is done to one node of a roster. */
public sealed interface RosterChange {
    /** A node enters, without weight: it catches up first, and is given some by another change. */
    @Tag(0)
    record Admit(NodeCard card) implements RosterChange {}

    /** A node goes. Its number is never another's. */
    @Tag(1)
    record Remove(int node) implements RosterChange {}

    /** A node has more voice from then on, or less. */
    @Tag(2)
    record Weigh(int node, long weight) implements RosterChange {}

    /** A node has other keys, addresses or labels; its name, operator and weight stay. */
    @Tag(3)
    record Renew(int node, NodeCard card) implements RosterChange {}
}
