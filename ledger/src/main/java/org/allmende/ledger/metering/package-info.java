/**
 * What accounts and nodes use, counted as state, and the bounds on it: quotas of accounts, and each node's share of a
 * round. Promises that one member can flood only its own share. Must not know applications.
 */
@NullMarked
package org.allmende.ledger.metering;

import org.jspecify.annotations.NullMarked;
