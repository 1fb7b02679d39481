package org.allmende.ledger.roster;

import org.allmende.ledger.encoding.Tag;

/** How far a proposal is. */
public enum ProposalState {
    /** Votes count. */
    @Tag(0)
    OPEN,
    /** Of a roster: decided, and not in force yet. */
    @Tag(1)
    PASSED,
    /** Done. */
    @Tag(2)
    CARRIED_OUT,
    /** More than a third of the weight was against it. */
    @Tag(3)
    REJECTED,
    /** Its time passed before enough were in favour, the network was ready for it, or because a silent node spoke. */
    @Tag(4)
    LAPSED,
    /** Taken back by its proposer. */
    @Tag(5)
    WITHDRAWN,
    /** The roster has changed since: it would have to be proposed anew. */
    @Tag(6)
    OVERTAKEN
}
