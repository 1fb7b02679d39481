package org.allmende.coordination;

import org.allmende.ledger.account.AccountId;

/**
 * A lease.
 *
 * @param lease its id; never 0
 * @param account who was granted it
 * @param ttlSeconds how long it lives after a renewal
 * @param endMillis agreed time at which it ends unless it is renewed, in milliseconds since 1970; may have passed
 *     already where many end at once
 * @param keys how many are attached to it
 */
public record LeaseInfo(long lease, AccountId account, long ttlSeconds, long endMillis, int keys) {}
