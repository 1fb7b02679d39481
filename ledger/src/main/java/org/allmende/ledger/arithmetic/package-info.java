/**
 * Exact arithmetic for amounts. Promises that nothing is ever rounded or wrapped unseen. Must not know what the
 * numbers mean.
 */
@NullMarked
package org.allmende.ledger.arithmetic;

import org.jspecify.annotations.NullMarked;
