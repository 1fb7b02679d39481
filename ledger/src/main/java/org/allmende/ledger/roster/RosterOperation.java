package org.allmende.ledger.roster;

import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.transaction.Operation;

/** What operators and nodes do about the roster. The caller is an operator's account unless said otherwise. */
public sealed interface RosterOperation extends Operation {
    /**
     * Puts something to the members. The roster in force now says who may vote and with how much weight; the caller is in
     * favour. Only the operator of the node is needed for {@link Proposal.ReplaceSilent}.
     *
     * @param why for people
     * @param check of a card that the proposal brings; required then
     */
    @Tag(0)
    record Propose(
            Proposal proposal, @Max(Limits.PROPOSAL_REASON_BYTES_MAX) String why, Optional<CardCheck> check)
            implements RosterOperation {}

    /**
     * Says what the caller wants of an open proposal; again: what it said before does not count any more.
     *
     * @param check of a card that the proposal brings; required of whoever is in favour
     */
    @Tag(1)
    record Vote(long proposal, boolean inFavour, Optional<CardCheck> check) implements RosterOperation {}

    /** Takes the caller's own proposal back, while it is open. */
    @Tag(2)
    record Withdraw(long proposal) implements RosterOperation {}

    /**
     * A node's word that it knows the roster that has passed, and can go on with it. For the gateway accounts of nodes.
     *
     * @param signature as in {@link RosterStatement}
     */
    @Tag(3)
    record VouchForRoster(long epoch, @Fixed(64) Bytes signature) implements RosterOperation {}
}
