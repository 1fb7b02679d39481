/**
 * What is found out from a transaction's bytes alone, a row a flaw.
 */
@NullMarked
package org.allmende.ledger.verification;

import org.jspecify.annotations.NullMarked;
