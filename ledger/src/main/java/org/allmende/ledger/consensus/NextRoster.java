package org.allmende.ledger.consensus;

import org.allmende.ledger.roster.Roster;

/**
 * A roster that has been announced: from {@code atMillis} on no round belongs to the epoch before it any more.
 *
 * @param atMillis agreed time, milliseconds since 1970; the first round that is as late ends the epoch
 */
public record NextRoster(Roster roster, long atMillis) {}
