package org.allmende.ledger.roster;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.roster.Motion.Ballot;

/**
 * A proposal, and what voters have said of it.
 *
 * @param number it goes by, from 1
 * @param said by account
 */
public record ProposalAnswer(long number, Motion motion, @Max(Limits.NODES_MAX) List<Said> said) {
    public ProposalAnswer {
        said = List.copyOf(said);
    }

    /** What a voter has said. */
    public record Said(AccountId operator, Ballot ballot) {}

    /** The weight of those who are in favour. */
    public long inFavour() {
        return weight(true);
    }

    /** The weight of those who are against it. */
    public long against() {
        return weight(false);
    }

    private long weight(boolean inFavour) {
        return said.stream()
                .filter(each -> each.ballot().inFavour() == inFavour)
                .mapToLong(each -> motion.weight(each.operator()))
                .sum();
    }
}
