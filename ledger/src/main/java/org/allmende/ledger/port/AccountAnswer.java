package org.allmende.ledger.port;

import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;

/** An account as of a height, as gateways send it. */
public record AccountAnswer(long height, AccountId id, Account account) {}
