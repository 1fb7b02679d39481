package org.allmende.ledger.roster;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.genesis.Governance;

/**
 * A proposal as it was put to the members, with what counts for it whatever changes since.
 *
 * @param by who proposed it
 * @param height where it was proposed
 * @param timeMillis agreed time of that
 * @param fromMillis it passes no earlier
 * @param untilMillis and no later
 * @param voters who had weight then, by account
 * @param decidedMillis agreed time at which its state became what it is; 0 while it is open
 */
public record Motion(
        AccountId by,
        Proposal what,
        @Max(Limits.PROPOSAL_REASON_BYTES_MAX) String why,
        long height,
        long timeMillis,
        long fromMillis,
        long untilMillis,
        Governance.Share passesAbove,
        @Max(Limits.NODES_MAX) List<Voter> voters,
        ProposalState state,
        long decidedMillis) {
    public Motion {
        voters = List.copyOf(voters);
    }

    /** Who may vote, and with how much weight. */
    public record Voter(AccountId operator, long weight) {}

    /** What a voter has said. */
    public record Ballot(boolean inFavour, Optional<CardCheck> check, long timeMillis) {}

    /** The weight of all voters. */
    public long total() {
        return voters.stream().mapToLong(Voter::weight).sum();
    }

    /** 0: has no voice. */
    public long weight(AccountId operator) {
        return voters.stream()
                .filter(voter -> voter.operator().equals(operator))
                .mapToLong(Voter::weight)
                .sum();
    }

    boolean isOpen() {
        return state == ProposalState.OPEN;
    }

    Motion now(ProposalState other, long nowMillis) {
        return new Motion(
                by, what, why, height, timeMillis, fromMillis, untilMillis, passesAbove, voters, other, nowMillis);
    }
}
