/**
 * What a client signs: transactions of groups of operations, their ids and their proof. Promises that the id names
 * the signed bytes and the time until which they may be applied. Knows no application.
 */
@NullMarked
package org.allmende.ledger.transaction;

import org.jspecify.annotations.NullMarked;
