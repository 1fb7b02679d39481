package org.allmende.ledger.port;

import org.allmende.ledger.roster.RosterAnswer;

/** Who runs the network as of a height, as gateways send it. */
public record RosterShown(long height, RosterAnswer roster) {}
