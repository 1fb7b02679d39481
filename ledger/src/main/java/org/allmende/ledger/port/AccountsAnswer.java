package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.encoding.Max;

/**
 * Accounts as of a height, as gateways send them.
 *
 * @param more whether there are accounts after these: ask again from after the last one's id
 */
public record AccountsAnswer(
        long height, @Max(AccountsAnswer.ACCOUNTS_MAX) List<Accounts.Listed> accounts, boolean more) {
    public static final int ACCOUNTS_MAX = 1_000;

    public AccountsAnswer {
        accounts = List.copyOf(accounts);
    }
}
