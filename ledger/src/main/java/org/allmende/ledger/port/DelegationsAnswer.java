package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.encoding.Max;

/**
 * Whom an account lets act for it as of a height, as gateways send it; also of an account that is not open, which lets
 * nobody.
 *
 * @param delegations by account, application and resource; all of those to the last account among them
 * @param more whether there are delegations to accounts after that one: ask again from after its id
 */
public record DelegationsAnswer(
        long height,
        AccountId account,
        @Max(DelegationsAnswer.DELEGATIONS_MAX) List<Accounts.Given> delegations,
        boolean more) {
    /** Asked for at most; those to the last account may be some more. */
    public static final int LIMIT_MAX = 1_000;

    public static final int DELEGATIONS_MAX = LIMIT_MAX + Limits.DELEGATIONS_PER_PAIR_MAX - 1;

    public DelegationsAnswer {
        delegations = List.copyOf(delegations);
    }
}
