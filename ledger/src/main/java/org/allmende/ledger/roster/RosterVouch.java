package org.allmende.ledger.roster;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;

/**
 * A node's signature under the roster after its own, see {@link RosterStatement}.
 *
 * @param node its number
 */
public record RosterVouch(int node, @Fixed(64) Bytes signature) {}
