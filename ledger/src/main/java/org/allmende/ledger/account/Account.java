package org.allmende.ledger.account;

/**
 * A row of the accounts.
 *
 * @param mayOpen whether it may open further accounts
 * @param openedBy who opened it; itself for accounts that exist from the start
 * @param openedHeight where it was opened; 0: from the start
 */
public record Account(Authority authority, boolean mayOpen, AccountId openedBy, long openedHeight) {}
