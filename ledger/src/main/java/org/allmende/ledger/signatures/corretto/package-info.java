/**
 * The one native library of the ledger. Promises only to be quick: everything it takes, the rule of signatures takes,
 * and where it is missing nothing is lost but time. Knows nothing of transactions, and keeps nothing.
 */
@NullMarked
package org.allmende.ledger.signatures.corretto;

import org.jspecify.annotations.NullMarked;
