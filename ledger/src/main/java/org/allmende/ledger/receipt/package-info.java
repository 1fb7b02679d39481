/**
 * What became of transactions, as state: for a while after its validity every transaction can be asked for by id.
 * Promises that an applied transaction is never applied again while it could be. Must not know applications.
 */
@NullMarked
package org.allmende.ledger.receipt;

import org.jspecify.annotations.NullMarked;
