/**
 * What accounts and delegations promise, a row a case. Knows the ledger only from outside.
 */
@NullMarked
package org.allmende.ledger.account;

import org.jspecify.annotations.NullMarked;
