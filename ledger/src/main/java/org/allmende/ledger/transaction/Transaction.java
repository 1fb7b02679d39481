package org.allmende.ledger.transaction;

import java.util.List;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.genesis.NetworkId;

/**
 * What a client asks of the network, before it is signed.
 *
 * @param network the only network it is valid in
 * @param sender the account that asks
 * @param validUntilMillis agreed time, milliseconds since 1970 (UTC), after which it is not applied; at most
 *     {@link Limits#VALIDITY_MILLIS_MAX} ahead
 * @param salt any number; makes two otherwise equal requests two transactions
 * @param groups applied in order, each for itself; 1 to {@link Limits#TRANSACTION_GROUPS_MAX}
 */
public record Transaction(
        NetworkId network,
        AccountId sender,
        long validUntilMillis,
        long salt,
        @Max(Limits.TRANSACTION_GROUPS_MAX) List<Group> groups) {
    public Transaction {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a transaction holds at least one group");
        }
        if (validUntilMillis < 0) {
            throw new IllegalArgumentException("valid-until is a time after 1970");
        }
    }
}
