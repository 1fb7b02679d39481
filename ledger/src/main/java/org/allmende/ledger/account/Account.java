package org.allmende.ledger.account;

/**
 * A row of the accounts.
 *
 * @param openedBy who opened it and sets its quota; itself for accounts that exist from the start
 * @param openedHeight where it was opened; 0: with a network's start
 */
public record Account(Authority authority, Quota quota, AccountId openedBy, long openedHeight) {
    /** Whether it may open further accounts. */
    public boolean mayOpen() {
        return quota.accounts() > 0;
    }
}
