/**
 * Who acts: accounts, what proves that they act, and what they let others do for them. Promises that an account's id
 * never changes. Must not know other applications.
 */
@NullMarked
package org.allmende.ledger.account;

import org.jspecify.annotations.NullMarked;
