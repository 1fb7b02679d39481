package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.roster.ProposalAnswer;

/** What was proposed, as far as it is kept, oldest first, as of a height; as gateways send it. */
public record ProposalsAnswer(long height, @Max(Limits.PROPOSALS_KEPT_MAX) List<ProposalAnswer> proposals) {
    public ProposalsAnswer {
        proposals = List.copyOf(proposals);
    }
}
