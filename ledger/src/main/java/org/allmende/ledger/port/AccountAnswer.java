package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.metering.Usage;

/**
 * An account as of a height, as gateways send it.
 *
 * @param usage what it has used so far
 * @param delegations the first {@link #DELEGATIONS_MAX} it has given, by account, application and resource
 */
public record AccountAnswer(
        long height,
        AccountId id,
        Account account,
        Usage usage,
        @Max(AccountAnswer.DELEGATIONS_MAX) List<Accounts.Given> delegations) {
    public static final int DELEGATIONS_MAX = 1_000;

    public AccountAnswer {
        delegations = List.copyOf(delegations);
    }
}
