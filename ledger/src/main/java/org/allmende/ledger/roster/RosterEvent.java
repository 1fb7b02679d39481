package org.allmende.ledger.roster;

import java.util.Optional;
import org.allmende.ledger.Event;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Tag;

/** What happens to the roster. Times are agreed, milliseconds since 1970. */
public sealed interface RosterEvent extends Event {
    /** Something was put to the members. */
    @Tag(0)
    record Proposed(long proposal, AccountId by, Proposal what) implements RosterEvent {}

    /** An operator has said what it wants. */
    @Tag(1)
    record Voted(long proposal, AccountId by, boolean inFavour, Optional<CardCheck> check) implements RosterEvent {}

    /** A proposal is no longer what it was: see {@link ProposalState}. */
    @Tag(2)
    record Decided(long proposal, ProposalState state) implements RosterEvent {}

    /**
     * Nodes with more than two thirds of the weight can go on with the next roster: the epoch ends.
     *
     * @param atMillis the first round that is as late is its last
     */
    @Tag(3)
    record Announced(long epoch, long atMillis) implements RosterEvent {}

    /** A roster is in force from this height on. */
    @Tag(4)
    record InForce(long epoch) implements RosterEvent {}
}
